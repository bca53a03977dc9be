import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type Origin, type Stack, startOrigin, startStack } from '@trunkline/test-support';

const bin = fileURLToPath(new URL('../bin/trunkline.mjs', import.meta.url));
let stack: Stack;
let origin: Origin;
before(async () => {
  stack = await startStack();
  origin = await startOrigin({ pages: 40 });
});

/** The command as a user runs it: address and key come from the folder of `npm start`. */
async function trunkline(...line: string[]) {
  const { TRUNKLINE_URL: _url, TRUNKLINE_API_KEY: _key, ...env } = process.env;
  const child = spawn(process.execPath, [bin, ...line], { env: { ...env, TRUNKLINE_HOME: stack.home } });
  const [out, err, code] = await Promise.all([
    Array.fromAsync(child.stdout),
    Array.fromAsync(child.stderr),
    new Promise<number | null>((resolve) => child.once('exit', resolve)),
  ]);
  return { code, out: Buffer.concat(out), err: Buffer.concat(err).toString() };
}

test('a job is created and watched to its end, and a body is read back byte for byte', async () => {
  const watched = await trunkline(
    ...[
      'job',
      'create',
      origin.url,
      '--allow-private-networks',
      '--rate',
      '200',
      '--concurrency',
      '8',
      '--watch',
    ],
  );
  assert.equal(watched.code, 0, watched.err);
  assert.match(watched.out.toString(), /up to 200 requests a second per host, 8 at once/);
  assert.match(watched.out.toString(), /^done in /m);

  const list = await trunkline('capture', 'list', 'last', '--url', `${origin.url}p/7.html`, '--json');
  assert.equal(list.code, 0, list.err);
  const [capture] = JSON.parse(list.out.toString()) as { id: string; status: number }[];
  assert.equal(capture?.status, 200);
  assert.deepEqual((await trunkline('capture', 'get', capture.id, '--body')).out, origin.bodyOf('/p/7.html'));

  const file = join(mkdtempSync(join(tmpdir(), 'trunkline-cli-')), 'body');
  assert.equal((await trunkline('capture', 'get', capture.id, '--output', file)).code, 0);
  assert.deepEqual(readFileSync(file), origin.bodyOf('/p/7.html'));
  assert.equal(
    (await trunkline('capture', 'get', capture.id, '--output', file)).code,
    1,
    'nothing is overwritten',
  );
});

test('what is wrong ends with the exit code that was promised', async () => {
  assert.equal((await trunkline('job', 'create', 'ftp://a.test/')).code, 1);
  assert.equal((await trunkline('job', 'show', 'job_nonsense')).code, 5);
  assert.equal((await trunkline('job', 'pause', 'last')).code, 1);
  assert.equal((await trunkline('job', 'list', '--limit', 'x')).code, 2);
  const nothing = await trunkline(
    ...['job', 'create', `${origin.url}nowhere`, '--allow-private-networks', '--delay', '0ms', '--watch'],
  );
  assert.equal(nothing.code, 1, 'a run that fetched nothing');
  assert.match(nothing.err, /Nothing was fetched: .*nowhere: answered 404/);
  assert.match(nothing.out.toString(), /answered 404 +1/);
});
