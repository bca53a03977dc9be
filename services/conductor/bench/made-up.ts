import type { Exchange } from '@trunkline/archive';
import type { OutcomeEntry } from '@trunkline/frontier';
import type { VisitRecord } from '@trunkline/policy';
import { makeHead } from '@trunkline/web/http';

/** A small generator (mulberry32), so that each run measures the same bytes. */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const random = randomOf(7);
const letters = 'etaoinshrdlucmfwypvbgkjqxz';
const word = () =>
  Array.from({ length: 2 + Math.floor(random() * 9) }, () => letters[Math.floor(random() ** 2 * 26)]).join(
    '',
  );
const words = Array.from({ length: 3000 }, word);

/** HTML that shrinks about as documentation does: common words are common, and tags repeat. */
export function page(n: number, bytes: number): Buffer {
  const pick = randomOf(n + 1);
  let html = `<!DOCTYPE html><html lang="en"><head><title>Page ${n}</title></head><body>`;
  while (html.length < bytes) {
    const text = Array.from({ length: 12 }, () => words[Math.floor(pick() ** 4 * words.length)]).join(' ');
    html += `<div class="block"><a href="${words[Math.floor(pick() * words.length)]}.html" title="class in ${n}">${text}</a></div>\n`;
  }
  return Buffer.from(html.slice(0, bytes));
}

/** URLs of 70 characters or so, as documentation sites have them. */
export const pageUrl = (n: number) =>
  `http://docs.example.test/api/${words[n % 2999]}/${words[(n * 7) % 2897]}/${words[(n * 13) % 2801]}/concurrent-${n}.html`;

export function record(n: number, body: Buffer): Exchange {
  return {
    url: pageUrl(n),
    at: 1_795_000_000_000 + n,
    address: '127.0.0.1',
    request: Buffer.from(
      `GET /x/${n} HTTP/1.1\r\nhost: docs.example.test\r\nuser-agent: Trunkline/0.1\r\naccept: */*\r\n\r\n`,
    ),
    head: makeHead(200, [
      ['Server', 'nginx'],
      ['Content-Type', 'text/html'],
      ['Content-Length', String(body.length)],
      ['Last-Modified', 'Sat, 25 Apr 2026 12:33:28 GMT'],
      ['ETag', `"69ecb498-${n}"`],
    ]),
    body,
    payloadDigest: 'sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  };
}

/** The stream of `count` visits from page `from` on: of each visit the URLs it found, then batches of outcomes. */
export function outcomes(run: string, from: number, count: number): OutcomeEntry[] {
  const entries: OutcomeEntry[] = [];
  let records: string[] = [];
  for (let n = from; n < from + count; n++) {
    const id = (kind: number) => `0:${1_795_000_000_000 + n}-${kind}`;
    const urls = Array.from({ length: 5 }, (_, i) => ({
      url: pageUrl(n * 5 + i + 1),
      depth: 3,
      hops: 0,
      sitemap: 0,
      parent: pageUrl(n),
    }));
    entries.push({ id: id(0), run, kind: 'discovered', urls });
    records.push(JSON.stringify(visit(n)));
    if (records.length < 32 && n < from + count - 1) continue;
    entries.push({ id: id(1), run, kind: 'settled', records });
    records = [];
  }
  return entries;
}

function visit(n: number): VisitRecord {
  const url = pageUrl(n);
  return {
    url,
    depth: 3,
    hops: 0,
    attempt: 1,
    final: true,
    outcome: { kind: 'fetched', status: 200 },
    startedAt: 1_795_000_000_000 + n,
    timings: {
      queue: [812.4, 0],
      robots: [0, 0],
      dns: [0, 0.1],
      connect: [0, 0.3],
      headers: [0, 4.2],
      body: [0, 1.1],
      extract: [0.4, 0.9],
      store: [0.1, 12.6],
    },
    address: '127.0.0.1',
    worker: 'machine-01:4711',
    capture: {
      at: 1_795_000_000_000,
      status: 200,
      contentType: 'text/html',
      charset: 'utf-8',
      wireBytes: 26_000,
      bytes: 26_000,
      digest: `sha1:${String(n).padStart(32, 'A')}`,
      title: `Page ${n} (${words[n % words.length]} and ${words[(n * 3) % words.length]})`,
      language: 'en',
      etag: `"69ecb498-${n}"`,
      lastModified: 'Sat, 25 Apr 2026 12:33:28 GMT',
      truncated: null,
      links: 80,
      refersTo: null,
      location: {
        segment: '1/20261124000000000-machine_01_4711-00001.warc.gz',
        offset: n * 7000,
        length: 6800,
      },
    },
  };
}
