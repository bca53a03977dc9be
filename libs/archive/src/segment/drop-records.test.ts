import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { makeHead } from '@trunkline/web/http';
import { createArchiveReader } from '../reader.ts';
import { openArchiveWriter } from '../writer/writer.ts';
import { scanMembers } from './cut-tail.ts';
import { dropRecords } from './drop-records.ts';

/** An archive with a sealed segment of pages 0 to 4. */
async function archiveOf(t: TestContext) {
  const dir = mkdtempSync(join(tmpdir(), 'trunkline-drop-'));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  const archive = await openArchiveWriter({ dir, writer: 'w' });
  for (let i = 0; i < 5; i++) {
    await archive.append('r', {
      url: `http://a.test/${i}`,
      at: 1_800_000_000_000 + i,
      address: null,
      request: Buffer.from(`GET /${i} HTTP/1.1\r\n\r\n`),
      head: makeHead(200, [['Content-Type', 'text/plain']]),
      body: Buffer.from(`page ${i} `.repeat(500)),
    });
  }
  await archive.close();
  return dir;
}

type Line = { url: string; offset: string; length: string; filename: string };

function index(dir: string): Line[] {
  const files = readdirSync(join(dir, 'r')).filter((file) => file.endsWith('.cdxj'));
  const lines = files.flatMap((file) =>
    readFileSync(join(dir, 'r', file), 'utf8')
      .split('\n')
      .filter(Boolean),
  );
  return lines.map((line) => JSON.parse(line.slice(line.indexOf('{'))) as Line);
}

test('records nobody accounts for go, with their requests; what is kept can be read where the index says', async (t) => {
  const dir = await archiveOf(t);
  const keep = (url: string) => url.endsWith('/1') || url.endsWith('/4');
  assert.equal(await dropRecords(dir, 'r', keep), 3);
  const kept = index(dir);
  assert.deepEqual(
    kept.map(({ url }) => url),
    ['http://a.test/1', 'http://a.test/4'],
  );
  for (const { url, offset, length, filename } of kept) {
    const location = { segment: `r/${filename}`, offset: Number(offset), length: Number(length) };
    const { body } = await createArchiveReader(dir).read(location);
    assert.match(Buffer.from(body).toString(), new RegExp(`^page ${url.at(-1)} `));
  }
  let members = 0;
  const { end, size } = await scanMembers(join(dir, 'r', kept[0]!.filename), () => members++);
  assert.deepEqual([members, end === size], [1 + 2 * 2, true], 'warcinfo, and two records each');
  assert.equal(await dropRecords(dir, 'r', keep), 0, 'repeating it changes nothing');
});

test('a segment of which nothing is kept goes altogether, and a run that was never stored has nothing to drop', async (t) => {
  const dir = await archiveOf(t);
  assert.equal(await dropRecords(dir, 'r', () => false), 5);
  assert.deepEqual(readdirSync(join(dir, 'r')), []);
  assert.equal(await dropRecords(dir, 'none', () => true), 0);
});
