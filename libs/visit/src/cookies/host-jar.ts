import { Cookie, CookieJar, MemoryCookieStore } from 'tough-cookie';

/** Cookies of one host, and bytes of all of them: what RFC 6265bis §5.6 asks of user agents at the least, and no more. */
export const MOST_COOKIES = 50;
export const MOST_BYTES = 8192;
const LONGEST = 4096;

/** One cookie that was set, or (`value` null) taken away. */
export type CookieChange = { key: string; value: string | null };

/** A Set-Cookie with one of these is none (RFC 6265bis §5.6). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const control = /[\0-\x08\x0a-\x1f\x7f]/;
/** What goes back to a host must be able to stand in a header. */
const fieldValue = /^[\x20-\x7e\x80-\xff]+$/;

export type HostJar = ReturnType<typeof createHostJar>;

/**
 * The cookies that one host has set in one run (RFC 6265bis): they go to no other host, whatever their Domain says, and one for a public
 * suffix or for a domain the host is not of is refused. `stored`: as `CookieChange.value`; what is none is passed over.
 */
export function createHostJar(stored: readonly string[] = []) {
  const store = new MemoryCookieStore();
  const jar = new CookieJar(store, { looseMode: true });
  /** Key → what is stored, the oldest first. */
  const kept = new Map<string, string>();
  let bytes = 0;

  for (const value of stored) {
    const cookie = Cookie.fromJSON(value);
    if (!cookie) continue;
    store.putCookie(cookie, () => {});
    note(keyOf(cookie), value);
  }

  function note(key: string, value: string | null): void {
    bytes -= kept.get(key)?.length ?? 0;
    kept.delete(key);
    if (value === null) return;
    kept.set(key, value);
    bytes += value.length;
  }

  /** Takes one Set-Cookie; null: it is refused, or changes nothing. */
  function takeOne(header: string, url: string): CookieChange | null {
    if (header.length > LONGEST || control.test(header)) return null;
    const read = Cookie.parse(header, { loose: true });
    if (!read || (read.key === '' && read.value === '')) return null;
    // Who names itself means itself, also where that is a public suffix (§5.7).
    if (read.domain === new URL(url).hostname) read.domain = null;
    const cookie = jar.setCookieSync(read, url, { ignoreError: true, loose: true });
    if (!cookie) return null;
    const key = keyOf(cookie);
    const gone = cookie.TTL() <= 0;
    if (gone && !kept.has(key)) return null;
    const value = gone ? null : JSON.stringify(cookie.toJSON());
    if (value !== null && value === kept.get(key)) return null;
    note(key, value);
    return { key, value };
  }

  function letGoOldest(): CookieChange {
    const [key, value] = kept.entries().next().value!;
    const cookie = Cookie.fromJSON(value)!;
    store.removeCookie(cookie.domain ?? '', cookie.path ?? '/', cookie.key, () => {});
    note(key, null);
    return { key, value: null };
  }

  return {
    /** The Cookie header for a URL of the host; null: there is none. */
    header(url: string): string | null {
      if (kept.size === 0) return null;
      const text = jar.getCookieStringSync(url);
      return fieldValue.test(text) ? text : null;
    },
    /** Takes the Set-Cookie headers of a response, and answers what is to be stored and what to be forgotten. */
    take(headers: readonly string[], url: string): CookieChange[] {
      const changes = headers.flatMap((header) => takeOne(header, url) ?? []);
      while (kept.size > MOST_COOKIES || bytes > MOST_BYTES) changes.push(letGoOldest());
      return changes;
    },
  };
}

const keyOf = ({ domain, path, key }: Cookie) => `${domain ?? ''};${path ?? '/'};${key}`;

/** The names of cookies in a Cookie header. */
export function namesIn(header: string | null): Set<string> {
  return new Set((header ?? '').split(';').map((one) => one.split('=', 1)[0]!.trim()));
}
