/**
 * What a job shows to get in: its secrets, open. Sealed at rest and in Redis; only the worker opens it, and only its
 * requests carry it: never a log, a read of the API, or a record of the archive.
 */
export type Access = {
  /** Request headers: name, value. */
  headers: [name: string, value: string][];
  basicAuth: { user: string; password: string } | null;
  /** `http://[user:password@]host[:port]`; all requests of the job go through it. */
  proxy: string | null;
  /**
   * Origins of the seeds when headers and basicAuth were given: they are for these hosts (and, in a job of domains, for theirs) alone.
   * Seeds that come later, or a wider scope, do not add to them.
   */
  seeds: string[];
  /** The job became one of domains after they were given: they are for the hosts themselves. */
  hostsOnly?: true;
};

/** Headers that are not the job's to set: they are the crawler's, the policy's, or would break the request. */
const reserved =
  /^(?:host|connection|content-length|transfer-encoding|te|trailer|upgrade|expect|keep-alive|proxy-.*|user-agent|accept-encoding|if-.*|range|sec-.*)$/i;
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/;
const fieldValue = /^[\x21-\x7e\x80-\xff](?:[\t\x20-\x7e\x80-\xff]{0,4094}[\x21-\x7e\x80-\xff])?$/;
const MOST_HEADERS = 20;

/** What is wrong with it, and where: none when it can be used. Values are never in the words. */
export function problemsOfAccess({ headers, basicAuth, proxy }: Omit<Access, 'seeds' | 'hostsOnly'>) {
  const problems: { path: string; message: string }[] = [];
  const say = (path: string, message: string) => problems.push({ path, message });
  if (headers.length > MOST_HEADERS)
    say('headers', `has ${headers.length} headers; pass at most ${MOST_HEADERS}.`);
  const names = new Set<string>();
  for (const [at, [name, value]] of headers.entries()) {
    const lower = name.toLowerCase();
    if (!token.test(name)) say(`headers.${at}`, 'has a name that is no header name (RFC 9110 §5.1).');
    else if (reserved.test(name)) say(`headers.${at}`, `sets ${name}, which the crawler sets itself.`);
    else if (lower === 'authorization' && basicAuth)
      say(`headers.${at}`, 'sets Authorization beside basicAuth; pass one.');
    else if (names.has(lower)) say(`headers.${at}`, `sets ${name} twice.`);
    else if (!fieldValue.test(value))
      say(`headers.${at}`, `gives ${name} a value that cannot stand in a header.`);
    names.add(lower);
  }
  if (basicAuth && (basicAuth.user.includes(':') || !/^[^\p{Cc}]{1,500}$/u.test(basicAuth.user)))
    say('basicAuth', 'needs a user of 1 to 500 characters without ":" (RFC 7617 §2).');
  if (basicAuth && !/^[^\p{Cc}]{0,500}$/u.test(basicAuth.password))
    say('basicAuth', 'has a password with control characters, or of more than 500.');
  if (proxy !== null && !isProxy(proxy))
    say('proxy', 'is no proxy; write http://host:port, or http://user:password@host:port.');
  return problems;
}

function isProxy(text: string): boolean {
  // A parser of URLs takes some of these away; what sends it may not.
  if (/[\p{Cc}\s]/u.test(text)) return false;
  const url = URL.parse(text);
  if (url?.protocol !== 'http:' || !url.hostname || url.pathname !== '/' || url.search || url.hash)
    return false;
  return URL.canParse(url.href) && [url.username, url.password].every(decodes);
}

function decodes(text: string): boolean {
  try {
    return !/\p{Cc}/u.test(decodeURIComponent(text));
  } catch (error) {
    if (error instanceof URIError) return false;
    throw error;
  }
}
