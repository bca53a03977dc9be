import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  createReadStream,
  globSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, test } from 'node:test';
import { WARCParser } from 'warcio';
import { adoptSegments, createArchiveReader, type Location, openArchiveWriter } from '../index.ts';
import { cutTail } from './cut-tail.ts';

const root = mkdtempSync(join(tmpdir(), 'adopt-'));
const children: ChildProcess[] = [];
after(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(root, { recursive: true, force: true });
});

type Written = { url: string; location: Location };

/** Starts a writing child; resolves once it has said that `count` records are durable. */
async function startChild(dir: string, count: number) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'adopt.fixture.ts'), dir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const written: Written[] = [];
  const lines = createInterface({ input: child.stdout });
  await new Promise<void>((resolve) => {
    lines.on('line', (line) => {
      written.push(JSON.parse(line));
      if (written.length === count) resolve();
    });
  });
  return {
    written,
    async kill9() {
      // Its output ends before the process is gone, and until then it counts as living.
      const over = Promise.all([once(lines, 'close'), once(child, 'exit')]);
      child.kill('SIGKILL');
      await over;
    },
  };
}

const openFiles = (dir: string) => globSync(join(dir, '*/*.open'));

async function assertSound(dir: string) {
  for (const file of globSync(join(dir, '*/*.warc.gz'))) {
    execFileSync('gzip', ['-t', file]);
    for await (const record of new WARCParser(createReadStream(file))) await record.readFully(false);
  }
}

test('after kill -9 of a writer everything it called durable is readable, and no file has a torn end', async () => {
  const dir = join(root, 'kill');
  const written: Written[] = [];
  for (const count of [30, 100, 250]) {
    const child = await startChild(dir, count);
    await child.kill9();
    written.push(...child.written);
    // The torn end that a crash of the machine leaves: half of a member that is whole elsewhere.
    const [torn] = openFiles(dir);
    appendFileSync(torn!, readFileSync(torn!).subarray(0, 100));
  }
  const writer = await openArchiveWriter({ dir, writer: 'next', minFreeBytes: 0 });
  assert.deepEqual(openFiles(dir), []);
  const reader = createArchiveReader(dir);
  for (const { url, location } of written) assert.equal((await reader.read(location)).url, url);
  await assertSound(dir);
  await writer.close();
});

test('a torn end is cut off, wherever the tear is', async () => {
  const dir = join(root, 'tear');
  const child = await startChild(dir, 30);
  await child.kill9();
  const [left] = openFiles(dir).filter((path) => path.includes('r1'));
  const whole = readFileSync(left!);
  await adoptSegments(dir);
  const sealed = left!.slice(0, -'.open'.length);
  const size = readFileSync(sealed).length;
  const members: number[] = [];
  const path = join(dir, 'piece');
  writeFileSync(path, whole.subarray(0, size));
  await cutTail(path, ({ offset, length }) => members.push(offset + length));
  for (let end = members.at(-3)!; end <= size; end += end % 97 === 0 ? 1 : 13) {
    writeFileSync(path, whole.subarray(0, end));
    const { end: kept } = await cutTail(path, () => {});
    assert.equal(
      kept,
      members.findLast((at) => at <= end),
    );
    assert.equal(readFileSync(path).length, kept);
  }
});

test('the open segments of a living writer are left alone', async () => {
  const dir = join(root, 'living');
  const child = await startChild(dir, 5);
  const before = openFiles(dir).length;
  const second = await openArchiveWriter({ dir, writer: 'second', minFreeBytes: 0 });
  assert.deepEqual(await adoptSegments(dir), { sealed: 0, cutBytes: 0 });
  assert.equal(openFiles(dir).length, before);
  await child.kill9();
  const adopted = await adoptSegments(dir);
  assert.equal(adopted.sealed, before);
  await second.close();
});
