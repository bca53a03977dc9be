/**
 * Labels that stand in rows as a number: the place in this list, so that words are only added, at its end. A label that is not here
 * is written out.
 */
export const words = [
  // stages
  ...['queue', 'robots', 'dns', 'connect', 'headers', 'body', 'extract', 'store', 'settle', 'bandwidth'],
  // outcomes
  ...['fetched', 'notModified', 'redirected', 'refused', 'throttled', 'failed'],
  // causes
  ...[
    'PAUSED',
    'WINDOW',
    'QUOTA',
    'NO_WORKERS',
    'UNREACHABLE',
    'THROTTLED',
    'BACKOFF',
    'ROBOTS',
    'CRAWL_DELAY',
    'PACE',
  ],
  ...[
    'DNS',
    'CONNECT',
    'SLOW_ORIGIN',
    'LARGE_BODY',
    'BANDWIDTH',
    'CPU',
    'STORE',
    'DISCOVERY',
    'REDIS',
    'REDIS_FULL',
  ],
  ...['RECORDER', 'WORKERS_BUSY'],
  // why nothing is claimed
  ...['DRAINED', 'NOTHING_DUE', 'MEMORY', 'DISK', 'CLAIMING', 'NO_SESSION'],
  // failures
  ...['DNS_NOT_FOUND', 'DNS_FAILED', 'DNS_TIMEOUT', 'CONNECT_REFUSED', 'CONNECT_TIMEOUT', 'CONNECT_FAILED'],
  ...['TLS_FAILED', 'PROXY_FAILED', 'HEADERS_TIMEOUT', 'HEADERS_TOO_LARGE', 'BAD_HTTP', 'RESET', 'TIMEOUT'],
  ...['SERVER_ERROR', 'REDIRECT_LOOP', 'EXTRACT_FAILED', 'OTHER'],
  // what visits wait for beside stages
  ...['pace', 'frontier', 'memory', 'discovery', 'hop'],
] as const;

export const wordPlaces: ReadonlyMap<string, number> = new Map(words.map((word, place) => [word, place]));
