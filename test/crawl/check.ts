import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createReadStream, globSync } from 'node:fs';
import { join } from 'node:path';
import type { Origin, Stack } from '@trunkline/test-support';
import { WARCParser } from 'warcio';
import { bodyOf, captures } from './job.ts';

/** A finished crawl of a generated site holds every page once, with the bytes the origin serves, and nothing else. */
export async function checkComplete(stack: Stack, job: string, origin: Origin): Promise<void> {
  const rows = await captures(stack, job);
  const paths = rows.map((row) => new URL(row.url).pathname).sort();
  assert.deepEqual(paths, [...origin.pages, ...origin.others].sort(), 'each page is captured once');

  const html = rows.filter((row) => row.status === 200 && row.contentType === 'text/html');
  assert.equal(html.length, origin.pages.length);
  for (const row of rows) {
    const served = origin.bodyOf(new URL(row.url).pathname);
    assert.ok(served.equals(await bodyOf(stack, row)), `${row.url} reads back as it was served`);
  }
  const forbidden = origin.log.filter((line) => line.path.startsWith('/private/'));
  assert.deepEqual(forbidden, [], 'nothing is fetched that robots.txt forbids');
  await checkSegments(stack);
}

/** Every segment of the archive passes `gzip -t` and an independent reader (warcio). */
export async function checkSegments(stack: Stack): Promise<void> {
  const segments = globSync('archive/**/*.warc.gz*', { cwd: stack.home }).filter(
    (file) => !file.endsWith('.cdxj'),
  );
  assert.ok(segments.length > 0, 'there are segments');
  for (const segment of segments) {
    const { status, stderr } = spawnSync('sh', ['-c', 'gzip -t < "$0"', join(stack.home, segment)], {
      encoding: 'utf8',
    });
    assert.equal(status, 0, `${segment}: ${stderr}`);
    const records = new WARCParser(createReadStream(join(stack.home, segment)));
    for await (const record of records) await record.readFully(false);
  }
}
