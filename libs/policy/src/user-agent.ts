/** Who asks may be reached at an http(s) URL or a mail address that can stand in a User-Agent; what is wrong with it, null: nothing. */
export function problemOfContact(text: string): string | null {
  if (text.length > 200) return 'is longer than 200 characters';
  if (!/^[\x21-\x7e]+$/.test(text) || /[()<>\\"]/.test(text))
    return 'has blanks, brackets or other characters that cannot stand in a User-Agent';
  if (/^https?:\/\/[^/?#]+\.[^/?#]+/i.test(text) && URL.canParse(text)) return null;
  return isMail(text) ? null : 'is neither an http or https URL nor a mail address';
}

/** Enough of RFC 5322 for an address of a person: `name@host.example`. */
const isMail = (text: string) =>
  /^[\w.!#$%&'*+/=?^`{|}~-]+@(?:[a-z\d](?:[a-z\d-]*[a-z\d])?\.)+[a-z\d-]{2,}$/i.test(text);

/** What is wrong with a User-Agent, for it has to be sent and to be matched in robots.txt; null: nothing. */
export function problemOfUserAgent(text: string): string | null {
  if (!/^[\x20-\x7e]+$/.test(text) || text.trim() !== text)
    return 'must be printable ASCII without blanks at its ends, else it cannot be sent';
  return /^[a-z_-]/i.test(text)
    ? null
    : 'must begin with a product token of letters, such as MyBot/1.0: that is what robots.txt names';
}

/**
 * The User-Agent as sent: `Trunkline/0.1 (+https://example.org/bot)`. One that has a comment already, or says how to reach whoever asks,
 * is sent as it is.
 */
export function userAgentWith(userAgent: string, contact: string | null): string {
  if (contact === null || userAgent.includes('(') || userAgent.includes(contact)) return userAgent;
  return `${userAgent} (+${contact})`;
}

/** The From header (RFC 9110 §10.1.2) of a contact; null: it is no mail address. */
export const fromHeader = (contact: string | null): string | null =>
  contact !== null && isMail(contact) ? contact : null;
