/**
 * Asks Chromium, curl and wget for each of the answers and writes down what they read of them:
 *
 *   node libs/visit/heads/record.ts
 *
 * `read.json` is what the test compares with, so that none of the three is needed to run it.
 */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { promisify } from 'node:util';
import { findProgram } from '@trunkline/test-support';
import { chromium } from 'playwright-core';
import { answers } from './answers.ts';

const run = promisify(execFile);
const SECONDS = 5;

const server = createServer((socket) => {
  socket.on('error', () => {});
  socket.once('data', (asked) => {
    const [, path = ''] = asked.toString('latin1').split(' ');
    const answer = answers[Number(/^\/answer\/(\d+)/.exec(path)?.[1])];
    if (!answer)
      return void socket.end('HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\npage');
    socket.end(Buffer.from(answer.bytes, 'latin1'));
  });
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

/** `status body`, with `(cut)` when the end of it was missed; `refused` and why when there is no page to be had. */
function said(status: string | number, body: string, problem: string | null): string {
  if (problem !== null && body === '') return `refused ${problem}`;
  const shown = body.length > 40 ? `${body.length} bytes` : body;
  return `${status} ${JSON.stringify(shown)}${problem === null ? '' : ' (cut)'}`;
}

const browser = await chromium.launch({ executablePath: findProgram('chromium')! });
const page = await browser.newPage();
await page.goto(`${origin}/`);

/** What a page got of a broken body before it heard that it is broken is a matter of chance: so often that is tried. */
const TRIES = 8;

async function byChromium(n: number): Promise<string> {
  let code: string | null = null;
  const onFailed = (request: { url(): string; failure(): { errorText: string } | null }) => {
    if (request.url().includes(`/answer/${n}?`)) code = request.failure()?.errorText ?? 'failed';
  };
  page.on('requestfailed', onFailed);
  let got = await fetched(n);
  for (let tries = 1; tries < TRIES && got.status > 0 && got.body === '' && !got.ok; tries++)
    got = await fetched(n);
  await new Promise((resolve) => setTimeout(resolve, 20));
  page.off('requestfailed', onFailed);
  return said(got.status, got.body, got.ok ? null : (code ?? 'failed'));
}

const fetched = (n: number) =>
  page.evaluate(
    async ({ url, ms }) => {
      let status = 0;
      const parts: string[] = [];
      try {
        const response = await fetch(url, { cache: 'no-store', signal: AbortSignal.timeout(ms) });
        status = response.status;
        const reader = response.body?.getReader();
        for (let part = await reader?.read(); part && !part.done; part = await reader!.read())
          parts.push(...Array.from(part.value as Uint8Array, (byte) => String.fromCharCode(byte)));
        return { status, body: parts.join(''), ok: true };
      } catch {
        return { status, body: parts.join(''), ok: false };
      }
    },
    { url: `${origin}/answer/${n}?${Math.random()}`, ms: SECONDS * 1000 },
  );

async function byCurl(n: number): Promise<string> {
  const mark = '\n--status ';
  const args = ['-s', '-m', String(SECONDS), '-o', '-', '-w', `${mark}%{http_code}`, `${origin}/answer/${n}`];
  const { stdout, code } = await run('curl', args, { encoding: 'latin1', maxBuffer: 1 << 26 }).then(
    ({ stdout }) => ({ stdout, code: 0 }),
    (error: { stdout: string; code: number }) => error,
  );
  const at = stdout.lastIndexOf(mark);
  return said(
    Number(stdout.slice(at + mark.length)),
    stdout.slice(0, at),
    code === 0 ? null : `exit code ${code}`,
  );
}

async function byWget(n: number): Promise<string> {
  const args = ['-O', '-', '-t', '1', '-T', String(SECONDS), '--content-on-error', `${origin}/answer/${n}`];
  const { stdout, stderr, code } = await run('wget', args, {
    encoding: 'latin1',
    maxBuffer: 1 << 26,
    env: { LC_ALL: 'C' },
  }).then(
    (done) => ({ ...done, code: 0 }),
    (error: { stdout: string; stderr: string; code: number }) => error,
  );
  const status = [...stderr.matchAll(/response\.\.\. (-?\d+)/g)].at(-1)?.[1] ?? '-';
  // 8: a status that is an error, which is an answer all the same.
  return said(status, stdout, code === 0 || code === 8 ? null : `exit code ${code}`);
}

const read: Record<string, { chromium: string; curl: string; wget: string }> = {};
for (const [n, { does }] of answers.entries()) {
  const [inChromium, inCurl, inWget] = await Promise.all([byChromium(n), byCurl(n), byWget(n)]);
  read[does] = { chromium: inChromium, curl: inCurl, wget: inWget };
}
const versions = {
  chromium: browser.version(),
  curl: (await run('curl', ['--version'])).stdout.split(' (')[0],
  wget: (await run('wget', ['--version'])).stdout.split(' built')[0],
};
await browser.close();
server.close();
writeFileSync(new URL('read.json', import.meta.url), `${JSON.stringify({ versions, read }, null, 2)}\n`);
