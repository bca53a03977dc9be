import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { lastLine } from './last-line.ts';

test('the last whole line of a file is found, whatever is written in part behind it', async (t) => {
  const dir = await mkdtemp(join(tmpdir(), 'lines-'));
  t.after(() => rm(dir, { recursive: true }));
  const file = join(dir, 'x');
  assert.equal(await lastLine(file), null);
  for (const [content, expected] of [
    ['', null],
    ['no end', null],
    ['one\n', { text: 'one', end: 4 }],
    ['one\ntwo\r\nthr', { text: 'two', end: 9 }],
    [`${'ü'.repeat(300_000)}\nlast\n`, { text: 'last', end: 600_006 }],
  ] as const) {
    await writeFile(file, content);
    assert.deepEqual(await lastLine(file), expected);
  }
});
