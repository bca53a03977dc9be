import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Stack } from '@trunkline/test-support';
import { checkSegments } from '../crawl/check.ts';
import { bodyOf, type CaptureRow, captures } from '../crawl/job.ts';

/** What must hold of a finished crawl whatever was killed: see faults.md I1, I2. */
export type Checked = {
  captures: number;
  /** Those that are documents: status 200, text/html. */
  pages: number;
  twice: number;
  differing: number;
  index_lines: number;
  segments: number;
};

/**
 * Reads everything a run left behind: every capture's bytes, compared with what the origin `serves`; every segment by `gzip -t` and
 * an independent reader; every line of every CDXJ index.
 */
export async function checkRecord(
  stack: Stack,
  job: string,
  serves: (row: CaptureRow) => Promise<Buffer> | Buffer,
): Promise<Checked> {
  const rows = await captures(stack, job);
  let differing = 0;
  const unread = rows.values();
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (const row of unread) {
        const [read, served] = [await bodyOf(stack, row), await serves(row)];
        if (read.equals(served)) continue;
        const begins = JSON.stringify(read.subarray(0, 100).toString('latin1'));
        console.error(
          `${row.url} (${row.status}) does not read back as it is served: ${read.length} bytes of ${served.length}, ${begins}`,
        );
        differing++;
      }
    }),
  );
  await checkSegments(stack);
  const index_lines = checkIndexes(stack);
  return {
    captures: rows.length,
    pages: rows.filter(({ status, contentType }) => status === 200 && contentType === 'text/html').length,
    twice: rows.length - new Set(rows.map(({ url }) => url)).size,
    differing,
    index_lines,
    segments: globSync('archive/*/*.warc.gz*', { cwd: stack.home }).filter((name) => !name.endsWith('.cdxj'))
      .length,
  };
}

/** Every line of a CDXJ index leads to the response it names, as replay tools look it up; answers how many there are. */
export function checkIndexes(stack: Stack): number {
  let lines = 0;
  for (const index of globSync('archive/*/*.warc.gz.cdxj', { cwd: stack.home })) {
    const segment = readFileSync(join(stack.home, index.slice(0, -'.cdxj'.length)));
    const text = readFileSync(join(stack.home, index), 'utf8').split('\n').slice(0, -1);
    assert.deepEqual(text, text.toSorted(), `${index} is sorted`);
    for (const line of text) {
      const json = line.slice(line.indexOf('{'));
      const { url, offset, length, filename } = JSON.parse(json) as Record<string, string>;
      assert.ok(index.endsWith(`/${filename}.cdxj`), `${index} names ${filename}`);
      const end = Number(offset) + Number(length);
      const record = gunzipSync(segment.subarray(Number(offset), end)).toString('latin1');
      assert.match(record, /^WARC\/1\.1\r\nWARC-Type: (response|revisit)\r\n/, `${index}: ${line}`);
      assert.ok(record.includes(`\r\nWARC-Target-URI: ${url}\r\n`), `${index}: ${line}`);
      lines++;
    }
  }
  return lines;
}

export type Operation = {
  kind: string;
  state: string;
  error: string | null;
  findings: { kind: string; count: number }[];
};

/** Repairs and reconciliations of a job's latest run, oldest first. */
export async function operationsOf(stack: Stack, job: string): Promise<Operation[]> {
  const data = await stack.query<{ job: { latestRun: { operations: { nodes: Operation[] } } } }>(
    `query ($id: ID!) { job(id: $id) { latestRun { operations(first: 100) {
      nodes { kind state error findings { kind count } } } } } }`,
    { id: job },
  );
  return data.job.latestRun.operations.nodes.toReversed();
}
