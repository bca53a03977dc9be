import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { columns } from './output/text.ts';
import { emptyHome, events, job, playedApi, run } from './testing/testing.ts';

const jobs = (nodes: unknown[]) => ({
  data: { jobs: { nodes, pageInfo: { hasNextPage: false, endCursor: null } } },
});
const key = { TRUNKLINE_API_KEY: 'tl_a_b' };

test('where nothing was started, it says how to start', async () => {
  const { exitCode, out, err } = await run(['job', 'list'], { TRUNKLINE_HOME: emptyHome() });
  assert.equal(exitCode, 3);
  assert.equal(out, '');
  assert.match(err, /npm start/);
});

test('a server that is gone and a key that is missing are told apart', async () => {
  const home = emptyHome();
  writeFileSync(join(home, 'address'), 'http://127.0.0.1:9\n');
  const env = { TRUNKLINE_HOME: home };
  const keyless = await run(['job', 'list'], env);
  assert.deepEqual([keyless.exitCode, /no API key.*\n.*admin-key/.test(keyless.err)], [4, true]);
  const gone = await run(['job', 'pause', 'job_1'], { ...env, ...key, TRUNKLINE_URL: 'http://127.0.0.1:9' });
  assert.equal(gone.exitCode, 3);
  assert.match(gone.err, /TRUNKLINE_URL/);
});

test('the local key is sent to the local server, and to no other', async () => {
  await using api = await playedApi({ JobList: () => jobs([]) });
  const home = emptyHome();
  writeFileSync(join(home, 'admin-key'), 'tl_local_key');
  writeFileSync(join(home, 'address'), 'http://127.0.0.1:9');
  const elsewhere = await run(['job', 'list', '--server', api.url], { TRUNKLINE_HOME: home });
  assert.equal(elsewhere.exitCode, 4);
  assert.equal(api.asked.length, 0);

  writeFileSync(join(home, 'address'), api.url);
  assert.equal((await run(['job', 'list'], { TRUNKLINE_HOME: home })).exitCode, 0);
});

test('wrong usage ends with 2 before anything is sent', async () => {
  const env = { TRUNKLINE_HOME: emptyHome() };
  for (const line of [
    ['job', 'create'],
    ['job', 'create', 'http://a.test/', '--delay', '1s', '--rate', '5'],
    ['job', 'create', 'http://a.test/', '--concurrency', '5'],
    ['job', 'create', 'http://a.test/', '--policy', 'p', '--rate', '5'],
    ['job', 'create', 'http://a.test/', '--max-pages', '0'],
    ['job', 'create', 'http://a.test/', '--delay', 'soon'],
    ['job', 'create', 'http://a.test/', '--scope', 'world'],
    ['job', 'create', 'http://a.test/', '--paused', '--watch'],
    ['job', 'list', '--state', 'asleep'],
    ['policy', 'edit', 'p'],
    ['nonsense'],
  ]) {
    const { exitCode, err } = await run(line, { ...env, ...key, TRUNKLINE_URL: 'http://127.0.0.1:9' });
    assert.equal(exitCode, 2, line.join(' '));
    assert.notEqual(err, '', line.join(' '));
  }
});

test('options of job create become its input, and the pace in force is told', async () => {
  await using api = await playedApi({ JobCreate: () => ({ data: { jobCreate: job() } }) });
  const { exitCode, out } = await run(
    [
      'job',
      'create',
      'http://a.test/',
      'http://b.test/',
      '--name',
      'two',
      '--scope',
      'domain',
      '--exclude',
      '*?x=*',
      '--exclude',
      '*.zip',
      '--max-pages',
      '7',
      '--max-depth',
      '0',
      '--rate',
      '2.5',
      '--concurrency',
      '3',
      '--allow-private-networks',
      '--paused',
    ],
    { ...key, TRUNKLINE_URL: api.url },
  );
  const { idempotencyKey, ...input } = api.asked[0]!.variables['input'] as Record<string, unknown>;
  assert.deepEqual(input, {
    seeds: ['http://a.test/', 'http://b.test/'],
    name: 'two',
    start: false,
    scope: { kind: 'DOMAIN', exclude: ['*?x=*', '*.zip'] },
    limits: { maxPages: 7, maxDepth: 0 },
    rules: { pace: { mode: 'RATE', perSecond: 2.5, concurrency: 3 }, allowPrivateNetworks: true },
  });
  assert.equal(typeof idempotencyKey, 'string');
  assert.equal(exitCode, 0);
  assert.match(out, /pace +1 request a second per host/);
});

test('on a terminal no line is wider than it, in pipes nothing is cut', async () => {
  const name = `${'long name '.repeat(12)}日本語\u001b]0;owned\u0007\u202e`;
  await using api = await playedApi({ JobList: () => jobs([job({ name }), job()]) });
  const env = { ...key, TRUNKLINE_URL: api.url };
  for (const width of [60, 80, 120]) {
    const { out } = await run(['job', 'list'], env, { columns: width });
    for (const line of out.split('\n')) assert.ok(columns(line) <= width, line);
    assert.doesNotMatch(out, /long name long name long name long name long name/);
  }
  const { out } = await run(['job', 'list'], env);
  assert.match(out, /(long name ){12}/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not be there
  assert.doesNotMatch(out, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/u);
});

test('colours only on a terminal, and NO_COLOR wins', async () => {
  await using api = await playedApi({ JobList: () => jobs([job()]) });
  const env = { ...key, TRUNKLINE_URL: api.url };
  assert.ok((await run(['job', 'list'], env, { columns: 120 })).out.includes('\u001b['));
  assert.ok(!(await run(['job', 'list'], env)).out.includes('\u001b['));
  assert.ok(
    !(await run(['job', 'list'], { ...env, NO_COLOR: '1' }, { columns: 120 })).out.includes('\u001b['),
  );
  assert.ok(!(await run(['job', 'list', '--no-color'], env, { columns: 120 })).out.includes('\u001b['));
});

test('--json prints one document, --quiet ids alone', async () => {
  await using api = await playedApi({ JobList: () => jobs([job(), job({ id: 'job_2' })]) });
  const env = { ...key, TRUNKLINE_URL: api.url };
  const json = await run(['job', 'list', '--json'], env, { columns: 80 });
  assert.deepEqual(
    (JSON.parse(json.out) as { id: string }[]).map(({ id }) => id),
    ['job_1', 'job_2'],
  );
  assert.equal((await run(['--quiet', 'job', 'list'], env)).out, 'job_1\njob_2\n');
});

test('an error with --json is a document on stderr with its code', async () => {
  const refusal = {
    __typename: 'WrongStateError',
    code: 'WRONG_STATE',
    message: 'It is done.',
    path: ['input'],
  };
  await using api = await playedApi({ JobPause: () => ({ data: { jobPause: refusal } }) });
  const { exitCode, out, err } = await run(['job', 'pause', 'job_1', '--json'], {
    ...key,
    TRUNKLINE_URL: api.url,
  });
  assert.deepEqual([exitCode, out], [1, '']);
  assert.equal((JSON.parse(err) as { error: { code: string } }).error.code, 'WRONG_STATE');
});

test('a watched run ends with 0 when done, with 1 when cancelled or failed', async () => {
  for (const [state, code] of [
    ['DONE', 0],
    ['CANCELLED', 1],
    ['FAILED', 1],
  ] as const) {
    await using api = await playedApi({ JobWatch: () => events('RUNNING', state) });
    const { exitCode, out } = await run(['job', 'watch', 'job_1'], { ...key, TRUNKLINE_URL: api.url });
    assert.equal(exitCode, code, state);
    assert.match(out, new RegExp(`^${state.toLowerCase()} in 10 s: 4 fetched`, 'm'));
    assert.ok(!out.includes('\u001b'), 'no redrawing in a pipe');
  }
});

test('a watched run that is done and fetched nothing ends with 1 as a crawl does, and says why', async () => {
  const status = { kind: 'status', reason: 'answered 404', count: 4, sample: 'http://java.test/gone' };
  const robots = { kind: 'robots', reason: 'robots.txt forbids it', count: 1, sample: 'http://java.test/' };
  for (const [leftOut, fetched, code] of [
    [[status], 4, 1],
    [[robots], 0, 1],
    [[], 0, 1],
    [[robots, { ...status, count: 3 }], 4, 0],
  ] as const) {
    const watched = events('RUNNING', 'DONE');
    for (const { jobProgress } of watched) jobProgress.progress.counters.fetched = fetched;
    await using api = await playedApi({
      JobWatch: () => watched,
      LeftOut: ({ run: of }) => ({ data: { run: of === 'run_1' ? { leftOut } : null } }),
    });
    const { exitCode, out, err } = await run(['job', 'watch', 'job_1'], { ...key, TRUNKLINE_URL: api.url });
    assert.equal(exitCode, code, JSON.stringify(leftOut));
    for (const { reason } of leftOut) assert.match(out, new RegExp(reason));
    assert.equal(/Nothing was fetched: /.test(err), code === 1);
    if (code === 1) assert.ok(err.includes(leftOut[0]?.reason ?? 'no URL was answered'), err);
  }
});

test('with --json a watch prints the events, one a line', async () => {
  await using api = await playedApi({ JobWatch: () => events('RUNNING', 'RUNNING', 'DONE') });
  const { out } = await run(['job', 'watch', 'job_1', '--json'], { ...key, TRUNKLINE_URL: api.url });
  const states = out
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { progress: { state: string } }).progress.state);
  assert.deepEqual(states, ['RUNNING', 'RUNNING', 'DONE']);
});

test('Ctrl-C leaves the run alone, says so, and shows the cursor again', async () => {
  await using api = await playedApi({ JobWatch: () => events('RUNNING') });
  const interrupt = new AbortController();
  const watching = run(
    ['job', 'watch', 'job_1'],
    { ...key, TRUNKLINE_URL: api.url },
    { columns: 80, interrupted: interrupt.signal },
  );
  while (api.asked.length === 0) await new Promise((resolve) => setImmediate(resolve));
  interrupt.abort();
  const { exitCode, out, err } = await watching;
  assert.equal(exitCode, 130);
  assert.match(err, /The job runs on/);
  assert.equal(out.split('\u001b[?25l').length, out.split('\u001b[?25h').length);
  assert.deepEqual(
    api.asked.map(({ operation }) => operation),
    ['JobWatch'],
  );
});

test('a policy is changed on top of the version that was shown', async () => {
  const { policy } = job();
  await using api = await playedApi({
    PolicyGet: () => ({ data: { policy } }),
    PolicyUpdate: () => ({
      data: {
        policyUpdate: {
          __typename: 'Policy',
          ...policy,
          version: 2,
          rules: { ...policy.rules, pace: { mode: 'DELAY', delayMs: 2500 } },
        },
      },
    }),
  });
  const { out } = await run(['policy', 'edit', 'policy_1', '--delay', '2.5s'], {
    ...key,
    TRUNKLINE_URL: api.url,
  });
  assert.deepEqual(api.asked[1]?.variables['input'], {
    id: 'policy_1',
    expectedVersion: 1,
    rules: { pace: { mode: 'DELAY', delayMs: 2500 } },
  });
  assert.match(out, /every 2\.5 s.*was: 1 request a second/);
});
