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
  );

/** What the way there does wrong: names that are not answered, late or with an address where nobody listens; Redis far away. */
export type WireFault =
  | (Where & ({ do: 'drop' } | { do: 'dnsDelay'; ms: number } | { do: 'refuse' }))
  | { do: 'redis'; ms: number };

/** Whether a fault is at a host; the same for the same share and salt. */
export function isAt(host: string, { share, salt, prefix = '' }: Where): boolean {
  if (!host.startsWith(prefix)) return false;
  let hash = 2_166_136_261 ^ salt;
  for (let at = 0; at < host.length; at++) hash = Math.imul(hash ^ host.charCodeAt(at), 16_777_619);
  hash = Math.imul(hash ^ (hash >>> 15), 2_246_822_507);
  hash = Math.imul(hash ^ (hash >>> 13), 3_266_489_909);
  return ((hash ^ (hash >>> 16)) >>> 0) / 4_294_967_296 < share;
}
