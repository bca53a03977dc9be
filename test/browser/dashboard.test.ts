import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { findProgram, type Stack, startOrigin, startStack, without } from '@trunkline/test-support';
import { type Browser, chromium, type Page } from 'playwright-core';
import { createJob, until } from '../crawl/job.ts';

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

    await stack.query('mutation($id: ID!) { jobDelete(input: { id: $id }) { __typename } }', { id: job });
    await page.getByText('This job was deleted.').waitFor();
    await page.getByRole('button', { name: 'Show all jobs' }).click();
    await page.getByText('Nothing has been crawled yet').waitFor();
    assert.deepEqual(problems, []);
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
    assert.deepEqual(problems, []);
  },
);
