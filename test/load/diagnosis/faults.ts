/** Which hosts a fault is at: those whose names fall below `share`, for each `salt` others; with `prefix` only names that begin so. */
export type Where = { share: number; salt: number; prefix?: string };

/** What the origin does wrong. */
export type OriginFault = Where &
  (
    | { do: 'slow'; firstByteMs: number }
    | { do: 'large'; bytes: number; bytesPerS: number }
    | { do: 'heavy'; bytes: number }
    | { do: 'throttle'; retryAfterS: number | null }
    | { do: 'missing' }
    | { do: 'robots'; status: number }
    | { do: 'crawlDelay'; seconds: number }
    | { do: 'links'; links: number }
    | { do: 'down' }
  );

/** What the way there does wrong: names that are not answered, or late; Redis far away. */
export type WireFault =
  | (Where & ({ do: 'drop' } | { do: 'dnsDelay'; ms: number }))
  | { do: 'redis'; ms: number };

/** The origin has several addresses, and a host one of them: so servers can be down, at once and for as long as they are. */
export const ADDRESSES = Array.from({ length: 20 }, (_, at) => `127.0.0.${at + 10}`);

export const addressOf = (host: string): string => ADDRESSES[Math.floor(hashOf(host, 1) * ADDRESSES.length)]!;

/** Whether a fault is at a host; the same for the same share and salt. */
export const isAt = (host: string, { share, salt, prefix = '' }: Where): boolean =>
  host.startsWith(prefix) && hashOf(host, salt) < share;

/** From 0 to below 1, evenly (FNV-1a, and mixed once more). */
function hashOf(host: string, salt: number): number {
  let hash = 2_166_136_261 ^ salt;
  for (let at = 0; at < host.length; at++) hash = Math.imul(hash ^ host.charCodeAt(at), 16_777_619);
  hash = Math.imul(hash ^ (hash >>> 15), 2_246_822_507);
  hash = Math.imul(hash ^ (hash >>> 13), 3_266_489_909);
  return ((hash ^ (hash >>> 16)) >>> 0) / 4_294_967_296;
}
