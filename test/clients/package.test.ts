import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import {
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import {
  findProgram,
  type Origin,
  type Stack,
  startOrigin,
  startStack,
  without,
} from '@trunkline/test-support';
import { chromium } from 'playwright-core';

// The client as its users get it: a tarball, installed into an empty folder beside nothing else.

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../..');
const home = join(root, 'libs/client');
const folder = mkdtempSync(join(tmpdir(), 'trunkline-client-'));
const consumer = join(folder, 'consumer');
const installed = join(consumer, 'node_modules/@trunkline/client');
const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
after(() => rmSync(folder, { recursive: true, force: true }));

let stack: Stack;
let origin: Origin;
before(async () => {
  execFileSync(process.execPath, [join(home, 'scripts/build.ts'), join(folder, 'package')]);
  const packed = execFileSync(
    'npm',
    ['pack', join(folder, 'package'), '--json', '--pack-destination', folder],
    {
      encoding: 'utf8',
    },
  );
  const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
  mkdirSync(consumer);
  writeFileSync(join(consumer, 'package.json'), '{ "name": "consumer", "private": true, "type": "module" }');
  // Offline: a dependency of the package would have nowhere to come from.
  execFileSync('npm', ['install', '--offline', '--no-audit', '--no-fund', join(folder, filename)], {
    cwd: consumer,
  });
  cpSync(join(home, 'examples'), consumer, { recursive: true });
  [stack, origin] = await Promise.all([startStack(), startOrigin({ pages: 30 })]);
  // The README is what a user reads first: its code is compiled and run like the examples.
  for (const [at, [, code = '']] of [
    ...readFileSync(join(home, 'README.md'), 'utf8').matchAll(/^```ts\n([\s\S]*?)^```$/gm),
  ].entries())
    writeFileSync(
      join(consumer, `readme-${at}.ts`),
      code
        .replaceAll(/'http:\/\/127\.0\.0\.1:4000'/g, "process.env['TRUNKLINE_URL']!")
        .replaceAll('https://example.com/', origin.url), // a private address: refused at once, which ends the job
    );
});

test('the package is built: JavaScript with declarations, no TypeScript sources, no tests, no dependencies', () => {
  const files = globSync('**/*', { cwd: installed, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);
  for (const name of ['index.js', 'index.d.ts', 'documents.js', 'README.md', 'LICENSE', 'schema.graphql'])
    assert.ok(files.includes(name), name);
  assert.deepEqual(
    files.filter((name) => /(?<!\.d)\.ts$|\.test\.|testing/.test(name)),
    [],
  );
  const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as Record<
    string,
    unknown
  >;
  for (const name of ['dependencies', 'peerDependencies', 'private', 'scripts'])
    assert.ok(!(name in manifest), name);
  for (const file of globSync('**/*.{js,d.ts}', { cwd: installed }))
    for (const [, from = ''] of readFileSync(join(installed, file), 'utf8').matchAll(
      /\bfrom\s+['"]([^'"]+)['"]/g,
    ))
      assert.match(from, /^\.\.?\/.*\.js$/, `${file} imports ${from}`);
});

/** Compiles the examples and a file of type tests against what is installed; their JavaScript is in `out`. */
function compile(moduleResolution: 'nodenext' | 'bundler'): void {
  const compilerOptions = {
    ...{
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      skipLibCheck: false,
    },
    ...{ target: 'es2022', lib: ['es2022', 'dom', 'dom.iterable', 'dom.asynciterable'], types: ['node'] },
    ...{ module: moduleResolution === 'nodenext' ? 'nodenext' : 'esnext', moduleResolution, outDir: 'out' },
    typeRoots: [join(root, 'node_modules/@types')],
  };
  writeFileSync(join(consumer, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
  try {
    execFileSync(process.execPath, [compiler, '-p', '.'], { cwd: consumer, encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    assert.fail((error as { stdout: string }).stdout);
  }
}

test('a user of the package gets types: of resources, events, errors and of documents', () => {
  writeFileSync(
    join(consumer, 'types.ts'),
    `import { createClient, type JobState, TrunklineError } from '@trunkline/client';
import { JobGetDocument } from '@trunkline/client/documents';
const client = createClient({ url: 'http://127.0.0.1:4000' });
export async function all() {
  const job = await client.jobs.get('job_1');
  const state: JobState = job.state;
  // @ts-expect-error a state is one of the schema's
  const wrong: JobState = 'ASLEEP';
  // @ts-expect-error a job needs seeds
  await client.jobs.create({ name: 'x' });
  for await (const event of client.runs.watch('run_1')) {
    if (event.__typename === 'RunStateChanged') console.log(event.from, event.to);
    // @ts-expect-error only a change of state has a from
    else console.log(event.from);
    const cursor: string = event.cursor;
    console.log(cursor);
  }
  const answer = await client.query(JobGetDocument, { id: 'job_1' });
  const name: string | undefined = answer.job?.name;
  // @ts-expect-error the variables are the document's
  await client.query(JobGetDocument, { identifier: 'job_1' });
  // @ts-expect-error so is the answer
  console.log(answer.jobs, wrong);
  try { await client.viewer(); } catch (error) {
    if (error instanceof TrunklineError) console.log(error.code.length, error.all[0]?.path);
  }
  return { state, name };
}
`,
  );
  compile('bundler');
  compile('nodenext');
});

/** The first Node on the PATH that is not the one of this repository (it may be as old as the package allows), or else that one. */
function plainNode(): string {
  const ours = join(root, 'node_modules');
  const found = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((place) => place !== '' && !place.startsWith(ours) && !place.includes('node_modules'))
    .flatMap((place) => globSync('node', { cwd: place }).map((name) => join(place, name)));
  return realpathSync(found[0] ?? process.execPath);
}

const examples = [
  { file: 'readme-0', args: () => [], says: /^(DONE|FAILED) \d+ of 1$/m },
  { file: 'readme-1', args: () => [], says: /pages\/s/ },
  { file: 'create-and-watch', args: () => [origin.url], says: /DONE: (\d+) of \1/ },
  { file: 'captures', args: () => [], says: /^30 captures$/m },
  { file: 'explain', args: () => [`${origin.url}p/7.html`], says: /It was visited: fetched with status 200/ },
  { file: 'live', args: () => [], says: /\d+ alive[\s\S]*DONE: \d+/ },
  { file: 'raw-query', args: () => [], says: /of .*: \d+ pages today/ },
  { file: 'throttle', args: () => [], says: /version \d+: 5000 ms\nversion \d+: RATE/ },
  { file: 'errors-and-retries', args: (node: string) => [node], says: /^BAD_SEEDS\n.*ftp[\s\S]*^one job$/m },
];

test('every example of the folder is in the list of those that are run', () => {
  assert.deepEqual(
    globSync('*.ts', { cwd: join(home, 'examples') }).sort(),
    examples
      .map(({ file }) => `${file}.ts`)
      .filter((name) => !name.startsWith('readme-'))
      .sort(),
  );
});

test('the examples and the code of the README do what they say, as plain JavaScript in a plain Node', async (t) => {
  const node = plainNode();
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  t.diagnostic(`Node ${version}`);
  for (const { file, args, says } of examples) {
    const env = { PATH: process.env['PATH'], TRUNKLINE_URL: stack.url, TRUNKLINE_API_KEY: stack.key };
    const { stdout } = await run(node, [join('out', `${file}.js`), ...args(version)], { cwd: consumer, env });
    assert.match(stdout, says, `${file}: ${stdout}`);
  }
});

test('in a browser the same files list jobs, watch a run to its end and read a body, without a bundler', {
  skip: without('chromium'),
}, async () => {
  const browser = await chromium.launch({
    executablePath: findProgram('chromium')!,
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    const page = await browser.newPage();
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.message));
    // The package lies beside the API, as behind a proxy; everything else of the page talks to the real one.
    await page.route(`${stack.url}/app/**`, (route) => {
      const path = new URL(route.request().url()).pathname.replace('/app/', '');
      if (path === '')
        return route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>app</title>' });
      return route.fulfill({ contentType: 'text/javascript', body: readFileSync(join(installed, path)) });
    });
    await page.goto(`${stack.url}/app/`);
    const seen = await page.evaluate(
      async ({ url, apiKey, seed }) => {
        const { createClient, TrunklineError } = await import(`${url}/app/index.js`);
        const client = createClient({ url, apiKey });
        const rules = { pace: { mode: 'RATE', perSecond: 100, concurrency: 8 }, allowPrivateNetworks: true };
        const job = await client.jobs.create({ seeds: [seed], rules });
        const kinds: string[] = [];
        for await (const event of client.jobs.watch(job.id, { intervalMs: 250 }))
          kinds.push(event.__typename);
        const page = await client.captures.ofJob(job.id, { status: [200], contentType: 'text/html' }).page();
        let bytes = 0;
        const body = await client.captures.body(page.items[0]);
        for (const reader = body.getReader(); ; ) {
          const { done, value } = await reader.read();
          if (done) break;
          bytes += value.length;
        }
        const code = await client.jobs
          .get('job_nonsense')
          .catch((e: unknown) => e instanceof TrunklineError && (e as unknown as { code: string }).code);
        return { first: kinds[0], last: kinds.at(-1), captures: page.items.length, bytes, code };
      },
      { url: stack.url, apiKey: stack.key, seed: origin.url },
    );
    assert.deepEqual(
      { ...seen, bytes: seen.bytes > 0 },
      { first: 'JobProgressSnapshot', last: 'JobProgressDone', captures: 30, bytes: true, code: 'NOT_FOUND' },
    );
    assert.deepEqual(problems, []);
  } finally {
    await browser.close();
  }
});
