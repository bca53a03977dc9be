import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { findProgram, type Stack, startOrigin, startStack, without } from '@trunkline/test-support';
import { type Browser, chromium, type Page } from 'playwright-core';
import { control, createJob, until } from '../crawl/job.ts';

const executablePath = findProgram('chromium');
const options = { skip: without('chromium'), concurrency: 1 };

let stack: Stack;
let browser: Browser;
before(async () => {
  if (!executablePath) return;
  stack = await startStack();
  browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  });
});
after(() => browser?.close());

/** A fresh page that fails the test on any script error, and on any request that leaves the stack. */
async function openPage(path: string): Promise<{ page: Page; problems: string[] }> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  page.on('request', (request) => {
    if (/^https?:/.test(request.url()) && !request.url().startsWith(stack.url)) problems.push(request.url());
  });
  await page.goto(stack.url + path);
  return { page, problems };
}

async function deleteJob(id: string): Promise<void> {
  const document = 'mutation($id: ID!) { jobDelete(input: { id: $id }) { __typename } }';
  const answer = await stack.query<{ jobDelete: { __typename: string } }>(document, { id });
  assert.equal(answer.jobDelete.__typename, 'JobDeleted');
}

type Asked = { documentId?: string; query?: string; variables?: { topics?: object[] } };

test(
  'the dashboard follows a crawl to its end by itself, and the key leaves the address bar',
  options,
  async () => {
    const origin = await startOrigin({ pages: 200 });
    const { page, problems } = await openPage(`/#key=${stack.key}`);
    const asked: Asked[] = [];
    page.on('request', (request) => {
      if (request.url() === `${stack.url}/graphql`) asked.push(request.postDataJSON() as Asked);
    });
    await page.getByText('Nothing has been crawled yet').waitFor();
    assert.doesNotMatch(page.url(), /tl_/);

    const job = await createJob(stack, origin.url, { perSecond: 60, concurrency: 4 });
    await page.getByRole('navigation', { name: 'Jobs' }).getByRole('link').first().click();
    await page.getByRole('region', { name: 'Pages a second' }).waitFor();
    await until(stack, job, ({ state }) => state === 'DONE');
    await page.getByText('done', { exact: false }).first().waitFor();
    await page.getByRole('region', { name: 'Latest captures' }).getByText(origin.url).first().waitFor();
    await page.getByRole('region', { name: 'What happens' }).getByText('the run is done').waitFor();
    assert.deepEqual(problems, []);

    // Documents go by their hashes alone, and nothing is asked again and again: what changes is told by one live connection,
    // made again for what is followed, and the job is asked for when its row has changed.
    for (const { documentId, query } of asked)
      assert.deepEqual([documentId?.slice(0, 7), query], ['sha256:', undefined]);
    const times = Map.groupBy(asked, ({ documentId }) => documentId);
    assert.ok(asked.filter(({ variables }) => variables?.topics).length <= 3, JSON.stringify(asked));
    for (const [documentId, all] of times) assert.ok(all.length <= 8, `${documentId} ${all.length} times`);

    await deleteJob(job);
    await page.getByText('This job was deleted.').waitFor();
    await page.getByRole('button', { name: 'Show all jobs' }).click();
    await page.getByText('Nothing has been crawled yet').waitFor();
    assert.deepEqual(problems, []);
  },
);

test(
  'a page that loses the API says so, and goes on by itself where it was, nothing lost and nothing twice',
  options,
  async () => {
    const origin = await startOrigin({ pages: 200 });
    const job = await createJob(stack, origin.url, { perSecond: 5, concurrency: 1 });
    const { page } = await openPage(`/?job=${encodeURIComponent(job)}#key=${stack.key}`);
    const happens = page.getByRole('region', { name: 'What happens' });
    await page.getByRole('button', { name: 'Pause' }).click();
    await happens.getByText('the run is paused').waitFor();

    // What happens meanwhile is told when the page is let through again.
    await page.route('**/graphql', (route) => route.abort());
    process.kill(stack.services()['api']!, 'SIGKILL');
    await page.getByText('reconnecting…').waitFor();
    while (!(await fetch(stack.url).catch(() => null))) await pause(100);
    await control(stack, 'Resume', job);
    await until(stack, job, ({ state }) => state === 'RUNNING');
    await page.unroute('**/graphql');
    await page.getByText('reconnecting…').waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Really cancel' }).click();
    await happens.getByText('the run is cancelled').waitFor();
    const states = await happens.getByText(/^the run is /).allTextContents();
    const since = states.toReversed().slice(states.toReversed().indexOf('the run is paused'));
    assert.deepEqual(since.slice(0, 2), ['the run is paused', 'the run is running']);
    assert.equal(new Set(since).size, since.length, since.join());
    await deleteJob(job);
  },
);

test('a run that is over says what it did not crawl, by reason', options, async () => {
  const origin = await startOrigin({ pages: 20 });
  const job = await createJob(stack, `${origin.url}nowhere`, { perSecond: 60, concurrency: 4 });
  const { page, problems } = await openPage(`/?job=${encodeURIComponent(job)}#key=${stack.key}`);
  const row = page.getByRole('region', { name: 'Not crawled' }).getByRole('row', { name: /^answered 404 1/ });
  await row.getByRole('link', { name: `${origin.url}nowhere` }).waitFor();
  assert.deepEqual(problems, []);
  await deleteJob(job);
});

test(
  'a link that brings another key replaces none before the user says so, and the key leaves the address bar all the same',
  options,
  async () => {
    const { page } = await openPage(`/#key=${stack.key}`);
    await page.getByText('Nothing has been crawled yet').waitFor();
    const kept = () => page.evaluate(() => localStorage.getItem('trunkline.key'));
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.headers()['authorization'] ?? ''));
    const theirs = `tl_${'a'.repeat(16)}_${'b'.repeat(64)}`;
    for (const [answer, left] of [
      ['Keep mine', stack.key],
      ['Replace it by that of the link', theirs],
    ] as const) {
      await page.goto(`${stack.url}/#key=${theirs}`);
      await page.getByText('Another API key?').waitFor();
      assert.doesNotMatch(page.url(), /tl_/);
      assert.equal(await kept(), stack.key);
      assert.ok(!asked.some((header) => header.includes(theirs)), 'nothing was sent with it');
      await page.getByRole('button', { name: answer }).click();
      await page.getByText('Another API key?').waitFor({ state: 'hidden' });
      if (answer === 'Keep mine') assert.equal(await kept(), left);
    }
    // It is none of this server, which says so; the user had said to take it.
    await page.getByText('This key is not valid here').waitFor();
  },
);

test('without a key the dashboard asks for one and says where it is', options, async () => {
  const { page, problems } = await openPage('/');
  await page.getByText('admin-key').first().waitFor();
  assert.deepEqual(problems, []);
});

test(
  'GraphiQL works offline with the key the dashboard was given, with examples in its tabs',
  options,
  async () => {
    const { page, problems } = await openPage(`/#key=${stack.key}`);
    await page.getByText('New job').first().waitFor();
    await page.goto(`${stack.url}/graphql`);
    await page.getByText('CreateJob').first().waitFor();
    await page.getByRole('button', { name: /Execute query/ }).click();
    await page.getByText('"keyName"').first().waitFor();
    await page.getByRole('tab', { name: 'HostRule' }).click();
    await page.locator('.graphiql-tab-active', { hasText: 'HostRule' }).waitFor();
    assert.deepEqual(problems, []);
  },
);
