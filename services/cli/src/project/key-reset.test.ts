import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { testDatabase } from '@trunkline/test-support';
import { emptyHome, run } from '../testing/testing.ts';

test('a key is reset for no name that only looks like an address of this machine', async () => {
  for (const host of ['127.evil.example', '127.0.0.1.evil.example', '128.0.0.1']) {
    const env = { PATH: process.env['PATH'], TRUNKLINE_HOME: emptyHome() };
    const { exitCode, err } = await run(['key', 'reset', '--server', `http://${host}:1`], env);
    assert.deepEqual([exitCode, /machine that has its data/.test(err)], [2, true], host);
  }
});

test('a key that was made is shown: in a home that is not there yet it is kept, and where it cannot be kept that is said beside it', async () => {
  const { url } = await testDatabase({ migrated: true });
  const temp = emptyHome();
  const reset = (home: string, ...options: string[]) =>
    run(['key', 'reset', ...options], {
      ...{ PATH: process.env['PATH'], DATABASE_URL: url, TRUNKLINE_HOME: join(temp, home) },
    });
  const made = await reset('not/there', '--json');
  assert.equal(made.exitCode, 0, made.err);
  assert.equal(readFileSync(join(temp, 'not/there/admin-key'), 'utf8'), JSON.parse(made.out).key);

  mkdirSync(join(temp, 'taken'));
  symlinkSync(join(temp, 'no/such/folder'), join(temp, 'taken/admin-key'));
  const said = await reset('taken');
  assert.match(said.out, /Key +tl_\w+/, said.err);
  assert.match(said.out, /could not be kept in .*taken\/admin-key/);
  const { key, file, fileError } = JSON.parse((await reset('taken', '--json')).out);
  assert.deepEqual([typeof key, file, /could not be kept/.test(fileError)], ['string', null, true]);
  const left = await reset('not/there', '--project', 'default', '--revoke-others');
  assert.match(left.out, /Goes on .*: it is the last operator of this installation/);
  assert.match(left.out, /Make another first: trunkline key reset --revoke-others/);
});
