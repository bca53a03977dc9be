import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { FOLDER, openSpool, type Spool } from './spool.ts';

async function folder(t: TestContext): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'trunkline-spool-'));
  t.after(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

const files = async (dir: string) =>
  (await readdir(join(dir, FOLDER))).filter((name) => name.endsWith('.found'));

async function adopted(spool: Spool): Promise<string[]> {
  const found: string[] = [];
  for await (const { kept, blob } of spool.adopt()) {
    found.push(blob.toString());
    assert.deepEqual(await spool.read(kept), blob);
    spool.drop(kept);
  }
  return found;
}

test('what was put in is read back until it is dropped, and nothing of it stays', async (t) => {
  const dir = await folder(t);
  const spool = await openSpool(dir, 'a', 100);
  const texts = Array.from({ length: 20 }, (_, n) => `blob ${n}`);
  const kept = (
    await Promise.all(texts.map((text) => spool.append([Buffer.from(text), Buffer.from('b')])))
  ).flat();
  for (const [n, text] of texts.entries()) assert.equal(String(await spool.read(kept[2 * n]!)), text);
  assert.ok(spool.bytes() > 0);
  for (const one of kept) spool.drop(one);
  assert.equal(spool.bytes(), 0);
  await spool.close();
  while ((await files(dir)).length > 0); // removed by and by
});

test('what is durable outlives kill -9, whoever asks first has it, and a torn end is passed over', async (t) => {
  const dir = await folder(t);
  const child = spawn(process.execPath, [new URL('./spool.fixture.ts', import.meta.url).pathname, dir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  for await (const chunk of child.stdout) {
    said += chunk;
    if (said.split('\n').length > 300) break;
  }
  child.kill('SIGKILL');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  const durable = said.split('\n').slice(0, -1);
  for (const name of await files(dir)) await appendFile(join(dir, FOLDER, name), 'torn and never finished');

  const spools = await Promise.all([openSpool(dir, 'a'), openSpool(dir, 'b')]);
  const both = await Promise.all(spools.map(adopted));
  const found = both.flat().map((text) => text.split(' ', 3).join(' '));
  assert.equal(new Set(found).size, found.length, 'two took the same');
  const whole = new Set(found);
  assert.deepEqual(
    durable.filter((text) => !whole.has(text)),
    [],
  );
  await Promise.all(spools.map((spool) => spool.close()));
  while ((await files(dir)).length > 0);
});

test('what a living process has put in is left to it; once it has closed, others go on with the rest', async (t) => {
  const dir = await folder(t);
  const [first, second] = [await openSpool(dir, 'a'), await openSpool(dir, 'b')];
  const [done] = await first.append([Buffer.from('done'), Buffer.from('open')]);
  assert.deepEqual(await adopted(second), []);
  first.drop(done!);
  await first.close();
  assert.ok((await adopted(second)).includes('open'));
  await second.close();
});
