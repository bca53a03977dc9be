import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { root } from './config.ts';
import { needsRedis } from './needs-redis.ts';
import type { Told } from './run-tests.ts';

const folder = mkdtempSync(join(tmpdir(), 'run-tests-'));
after(() => rmSync(folder, { recursive: true }));

/** Runs test files of these contents, in this order. */
async function run(files: Record<string, string>) {
  const paths = Object.entries(files).map(([name, code]) => {
    const path = join(folder, `${name}.test.mjs`);
    writeFileSync(path, `import { test } from 'node:test';\n${code}`);
    return path;
  });
  const { NODE_TEST_CONTEXT: _inherited, ...env } = process.env;
  const child = spawn(process.execPath, [join(import.meta.dirname, 'run-tests.ts'), ...paths], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    env,
  });
  let output = '';
  child.stdout!.on('data', (chunk: Buffer) => (output += chunk));
  const [[told], [code]] = await Promise.all([
    once(child, 'message') as Promise<[Told]>,
    once(child, 'exit') as Promise<[number]>,
    once(child.stdout!, 'close'),
  ]);
  return { code, output, ...told };
}

test('what was left out is told by reason, with every name', async () => {
  const { code, output, leftOut } = await run({
    one: "test('a', { skip: 'needs x' }, () => {}); test('b', () => {}); test('c', { skip: true }, () => {});",
    two: "test('d', (t) => t.skip('needs x'));",
  });
  assert.equal(code, 0);
  assert.deepEqual(Object.fromEntries(leftOut.map(([reason, names]) => [reason, names.toSorted()])), {
    'needs x': ['a', 'd'],
    'for no reason that is told': ['c'],
  });
  assert.match(output, /^ℹ tests 4$/m);
});

test('one test that fails, or a file that cannot be loaded, fails the run', async () => {
  const failing = await run({ ok: "test('a', () => {});", bad: "test('b', () => { throw new Error(); });" });
  assert.equal(failing.code, 1);
  assert.equal((await run({ broken: 'test(;' })).code, 1);
});

test('a test file needs Redis when it, or what it imports, asks for one', () => {
  for (const [file, needs] of [
    ['libs/web/src/url/host.test.ts', false],
    ['libs/database/src/open/migrate.test.ts', false],
    ['libs/frontier/src/scripts/claims/claim.test.ts', true],
    ['services/conductor/src/ending/end-runs.test.ts', true],
    ['test/faults/kills.test.ts', true],
  ] as const)
    assert.equal(needsRedis(join(root, file)), needs, file);
});
