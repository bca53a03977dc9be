import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { knownWriters, takeLease } from './lease.ts';
import { isGone, ownIdentity } from './process-identity.ts';

const root = mkdtempSync(join(tmpdir(), 'lease-'));
after(() => rmSync(root, { recursive: true, force: true }));

test('a name is taken once, and free again after its release', async () => {
  const dir = join(root, 'name');
  const lease = await takeLease(dir, 'w');
  await assert.rejects(takeLease(dir, 'w'), { code: 'EEXIST' });
  assert.deepEqual(await knownWriters(dir), [{ writer: 'w', dead: false }]);
  await lease.release();
  await (await takeLease(dir, 'w')).release();
});

test('a process that ended is gone, also before its parent looks; a living or foreign one is not', async () => {
  assert.equal(isGone(ownIdentity()), false);
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  const identity = { ...ownIdentity(), pid: child.pid!, started: '' };
  assert.equal(isGone(identity), false);
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
  assert.equal(isGone(identity), true);
  assert.equal(isGone({ ...identity, space: 'another machine' }), false);
  // The id of a dead process that lives again belongs to another one.
  assert.equal(isGone({ ...ownIdentity(), started: '1' }), process.platform === 'linux');
});

test('a writer of another machine is dead when it was silent for a minute', async () => {
  const dir = join(root, 'foreign');
  const mine = await takeLease(dir, 'mine');
  const path = join(dir, '.writers', 'theirs');
  writeFileSync(path, JSON.stringify({ space: 'another machine', pid: 1, started: '' }));
  const dead = async () => (await knownWriters(dir)).find(({ writer }) => writer === 'theirs')!.dead;
  assert.equal(await dead(), false);
  const silentSince = new Date(Date.now() - 61_000);
  utimesSync(path, silentSince, silentSince);
  assert.equal(await dead(), true);
  await mine.release();
});

test('a lease that was not renewed in time, by either clock, is lost for good', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const jumps = { asleep: [0, 21_000], stopped: [21_000, 21_000], 'set back': [21_000, -3_600_000] };
  for (const [name, [monotonic, wall]] of Object.entries(jumps)) {
    const clock = { monotonic: 1000, wall: 1_795_000_000_000 };
    const lease = await takeLease(join(root, 'slept'), name, {
      monotonic: () => clock.monotonic,
      wall: () => clock.wall,
    });
    clock.monotonic += 19_000;
    clock.wall += 19_000;
    assert.equal(lease.held(), true);
    clock.monotonic += monotonic! - 19_000;
    clock.wall += wall! - 19_000;
    assert.equal(lease.held(), false, name);
    t.mock.timers.tick(4000);
    assert.equal(lease.held(), false, name);
    await lease.release();
  }
});
