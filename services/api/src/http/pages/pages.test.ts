import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { testApi } from '../../testing/test-api.ts';

const api = await testApi();
const dashboard = join(api.home, 'dashboard');
const script = `export const words = ${JSON.stringify('many words '.repeat(500))};`;
await mkdir(join(dashboard, 'assets'), { recursive: true });
await writeFile(join(dashboard, 'index.html'), '<!doctype html><title>Trunkline</title>');
await writeFile(join(dashboard, 'assets', 'a.js'), script);
await writeFile(join(dashboard, 'assets', 'a.png'), Buffer.alloc(5000));

async function get(path: string, headers: Record<string, string>, method = 'GET') {
  const sent = request(`${api.url}${path}`, { method, headers });
  const answer = new Promise<import('node:http').IncomingMessage>((resolve) =>
    sent.once('response', resolve),
  );
  sent.end();
  const response = await answer;
  return { status: response.statusCode, headers: response.headers, body: await buffer(response) };
}

test('pages come in the coding that whoever asks takes, brotli before gzip, and as they are to all others', async () => {
  for (const [accepted, coding, read] of [
    ['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
    ['gzip', 'gzip', gunzipSync],
    ['br;q=0, gzip;q=0.1', 'gzip', gunzipSync],
    ['identity', undefined, (body: Buffer) => body],
    ['', undefined, (body: Buffer) => body],
  ] as const) {
    const { headers, body } = await get('/assets/a.js', { 'accept-encoding': accepted });
    assert.deepEqual([headers['content-encoding'], headers.vary], [coding, 'accept-encoding'], accepted);
    assert.equal(read(body).toString(), script, accepted);
    assert.equal(Number(headers['content-length']), body.length);
  }
  const picture = await get('/assets/a.png', { 'accept-encoding': 'br' });
  assert.deepEqual([picture.headers['content-encoding'], picture.body.length], [undefined, 5000]);
});

test('who has a page is told that it is the same until it changes; HEAD says its length alone', async () => {
  const asked = { 'accept-encoding': 'br' };
  const first = await get('/', asked);
  const again = await get('/', { ...asked, 'if-none-match': first.headers.etag! });
  assert.deepEqual([again.status, again.body.length], [304, 0]);
  await writeFile(join(dashboard, 'index.html'), '<!doctype html><title>Trunkline, changed</title>');
  const changed = await get('/', { ...asked, 'if-none-match': first.headers.etag! });
  assert.match(changed.body.toString(), /changed/);
  const head = await get('/assets/a.js', asked, 'HEAD');
  assert.deepEqual(
    [head.status, head.body.length, Number(head.headers['content-length']) > 0],
    [200, 0, true],
  );
});

test('the playground is sent in a quarter of its length', async () => {
  const { headers, body } = await get('/graphql', { accept: 'text/html', 'accept-encoding': 'br' });
  assert.equal(headers['content-encoding'], 'br');
  const page = brotliDecompressSync(body).toString();
  assert.match(page, /id="key-bar"/);
  assert.ok(body.length < page.length / 4, `${body.length} of ${page.length}`);
});
