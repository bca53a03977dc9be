/** Date and time as sitemaps and Atom write it (a profile of ISO 8601); parts may be missing from the right. */
const w3c = /^\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?)?)?$/;

/** As RSS writes it (RFC 822 with four digits of year), the zone given. */
const rfc822 =
  /^(?:[a-z]{3,9},? )?\d{1,2} [a-z]{3} \d{4} \d\d:\d\d(?::\d\d)? (?:GMT|UTC?|Z|[ECMP][SD]T|[+-]\d{4})$/i;

/** A time of change in ISO 8601: as written, or converted from RFC 822. Null when it is no valid time. */
export function lastModified(text: string): string | null {
  const trimmed = text.trim();
  if (w3c.test(trimmed)) return Number.isNaN(Date.parse(trimmed)) ? null : trimmed;
  if (!rfc822.test(trimmed)) return null;
  const time = Date.parse(trimmed);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
