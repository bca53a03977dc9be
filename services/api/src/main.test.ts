import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { ensureProject, migrate } from '@trunkline/database';
import { ownRedis, testDatabase } from '@trunkline/test-support';

const [{ url: DATABASE_URL }, { url: REDIS_URL }] = await Promise.all([
  testDatabase({ migrated: true }),
  ownRedis(),
]);
await migrate(DATABASE_URL);
const { key } = await ensureProject(DATABASE_URL);

function start(env: Record<string, string>) {
  const child = spawn(process.execPath, [new URL('main.ts', import.meta.url).pathname], {
    env: { PATH: process.env.PATH, DATABASE_URL, REDIS_URL, PORT: '0', ...env } as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => {
    log += chunk.toString();
  });
  return { child, ended: once(child, 'exit'), log: () => log };
}

async function ready(child: ReturnType<typeof start>['child']): Promise<string> {
  for await (const line of createInterface({ input: child.stdout })) {
    const { ready, url } = JSON.parse(line) as { ready: boolean; url: string };
    assert.equal(ready, true);
    return url;
  }
  throw new Error('ended before it was ready');
}

test('it says one line when it is ready, serves dashboard and health, and ends on SIGTERM with live watchers', async () => {
  const dashboard = await mkdtemp(join(tmpdir(), 'trunkline-dashboard-'));
  await mkdir(join(dashboard, 'assets'));
  await writeFile(join(dashboard, 'index.html'), '<!doctype html><title>Trunkline</title>');
  await writeFile(join(dashboard, 'assets', 'a.js'), 'export {};');
  const { child, ended } = start({ TRUNKLINE_DASHBOARD: dashboard });
  const url = await ready(child);

  assert.deepEqual(await (await fetch(`${url}/healthz`)).json(), { ok: true });
  assert.deepEqual(await (await fetch(`${url}/readyz`)).json(), { ready: true });
  for (const path of ['/', '/jobs/some-job', '/?q=1']) {
    const page = await fetch(url + path);
    assert.match(await page.text(), /Trunkline/);
    assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'none'; script-src 'self'/);
  }
  const script = await fetch(`${url}/assets/a.js`);
  assert.match(script.headers.get('content-type') ?? '', /javascript/);
  assert.match(script.headers.get('cache-control') ?? '', /immutable/);
  for (const path of ['/assets/none.js', '/..%2f..%2fpackage.json', '/%00', '/%'])
    assert.equal((await fetch(url + path)).status, 404, path);
  assert.equal((await fetch(url, { method: 'POST' })).status, 405);

  const ask = (query: string, accept: string) =>
    fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept, authorization: `Bearer ${key}` },
      body: JSON.stringify({ query }),
    });
  const made = await ask(
    'mutation { jobCreate(input: { seeds: ["http://a.test/"] }) { ... on Job { id } } }',
    'application/json',
  );
  const { data } = (await made.json()) as { data: { jobCreate: { id: string } } };
  const watch = await ask(
    `subscription { jobProgress(id: "${data.jobCreate.id}") { __typename } }`,
    'text/event-stream',
  );
  let heard = '';
  for await (const chunk of watch.body ?? []) {
    heard += new TextDecoder().decode(chunk);
    if (heard.includes('JobProgressSnapshot') && !child.killed) child.kill('SIGTERM');
  }
  // Its run is not over: a bare end would say so.
  assert.match(heard, /"code":"UNAVAILABLE".*event: complete/s);
  assert.deepEqual(await ended, [0, null]);
});

test('a port in use is named, and everything wrong with the environment is listed at once', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as { port: number };
  const taken = start({ PORT: String(port) });
  assert.deepEqual(await taken.ended, [1, null]);
  assert.match(taken.log(), new RegExp(`Port ${port} on 127.0.0.1 is in use`));
  other.close();

  const bad = start({ PORT: 'x', DATABASE_URL: 'nope' });
  assert.deepEqual(await bad.ended, [1, null]);
  assert.match(bad.log(), /PORT/);
  assert.match(bad.log(), /DATABASE_URL/);
});
