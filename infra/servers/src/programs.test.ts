import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { findProgram, insist, listOf, provide, without } from './index.ts';

/** A PATH with these programs alone. */
function pathWith(t: TestContext, ...names: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'programs-'));
  const { PATH: before = '' } = process.env;
  for (const name of names) writeFileSync(join(folder, name), '#!/bin/sh\n', { mode: 0o755 });
  process.env['PATH'] = `/nowhere:${folder}`;
  t.after(() => {
    process.env['PATH'] = before;
    rmSync(folder, { recursive: true });
  });
  return folder;
}

test('a program is found under any of its names, and is none when it may not be run', (t) => {
  const folder = pathWith(t, 'valkey-server', 'gzip');
  writeFileSync(join(folder, 'openssl'), '', { mode: 0o644 });
  assert.equal(findProgram('redis-server'), join(folder, 'valkey-server'));
  assert.equal(findProgram('gzip'), join(folder, 'gzip'));
  assert.equal(findProgram('openssl'), null);
});

test('a test that needs what is missing is told which, and nothing when all is there', (t) => {
  pathWith(t, 'unshare', 'gzip');
  assert.equal(without('unshare', 'gzip'), false);
  assert.equal(without('unshare', 'ip', 'curl'), 'needs ip and curl, which is not here');
});

test('where nothing can be installed what is missing comes back, with what it is for and the command that installs it', async (t) => {
  pathWith(t, 'gzip');
  const said: string[] = [];
  const missing = await provide(['gzip', 'ip', 'unshare', 'curl'], (line) => said.push(line));
  assert.deepEqual([missing, said], [['ip', 'unshare', 'curl'], []]);
  const list = listOf(missing);
  for (const name of missing) assert.match(list, new RegExp(`^  ${name} +to .+`, 'm'));
  assert.match(list, /apt-get install -y iproute2 util-linux curl$/);
  await assert.rejects(insist(['tcpdump'], assert.fail), /tcpdump +to see .*\n.*install -y tcpdump$/);
});
