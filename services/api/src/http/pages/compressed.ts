import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import Negotiator from 'negotiator';

/** Whoever takes both has as little sent as can be. */
const codings = ['br', 'gzip'] as const;
type Coding = (typeof codings)[number];
const brotli = promisify(brotliCompress);
const gzipped = promisify(gzip);

/** Of what is larger the best compression takes seconds, in which others wait for a thread; the next best costs a tenth more bytes. */
const BEST_UP_TO = 1 << 20;
/** Shorter ones stay as they are: a packet carries either. */
const LEAST = 1024;
/** Things that are kept; a dashboard has some dozen files. */
const MOST = 200;

const compress: Record<Coding, (body: Buffer) => Promise<Buffer>> = {
  br: (body) => {
    const quality = body.length > BEST_UP_TO ? 5 : constants.BROTLI_MAX_QUALITY;
    return brotli(body, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } });
  },
  gzip: (body) => gzipped(body, { level: body.length > BEST_UP_TO ? 6 : 9 }),
};

type Body = { bytes: Buffer; coding: Coding | null };

/** `version`: another one is another body (a digest, a time of change). */
export type Part = { name: string; version: string; read: () => Promise<Buffer> };

/**
 * Bodies in brotli or gzip for whoever takes that (RFC 9110 §12.5.3), each compressed once and kept. Null coding: as it is.
 */
export function createCompressed() {
  const kept = new Map<string, Promise<Body>>();
  return (request: Pick<IncomingMessage, 'headers'>, part: Part): Promise<Body> => {
    const taken = new Negotiator(request as IncomingMessage).encodings([...codings]);
    const coding = codings.find((one) => taken.includes(one)) ?? null;
    const key = `${coding} ${part.version} ${part.name}`;
    let body = kept.get(key);
    if (body === undefined) {
      body = part
        .read()
        .then(async (whole) =>
          coding === null || whole.length < LEAST
            ? { bytes: whole, coding: null }
            : { bytes: await compress[coding](whole), coding },
        );
      body.catch(() => kept.delete(key));
      if (kept.size >= MOST) kept.clear();
      kept.set(key, body);
    }
    return body;
  };
}
