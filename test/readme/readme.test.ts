import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { type Origin, type Stack, startOrigin, startStack } from '@trunkline/test-support';
import { createJob, until } from '../crawl/job.ts';
import { commandsOfReadmes, readmes } from './commands.ts';

// A command that a README shows is run here as it stands there, in a shell; only hosts of the web and `JOB` are replaced.

const root = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'trunkline-readme-'));
after(() => rmSync(folder, { recursive: true, force: true }));

let stack: Stack;
let origin: Origin;
let job: string;
before(async () => {
  [stack, origin] = await Promise.all([startStack(), startOrigin({ pages: 20 })]);
  job = await createJob(stack, origin.url, { perSecond: 100, concurrency: 8 });
  await until(stack, job, ({ state }) => state === 'DONE');
});

/** What to expect where a command that did its work says something else than 0. */
const exits: Record<string, number[]> = {
  // A machine without a name server, as a build has, is told so.
  'npx trunkline doctor': [0, 1],
};

for (const { file, command } of commandsOfReadmes(root))
  test(`${file}: ${command}`, async () => {
    const { code, output } = await shell(
      command
        .replaceAll(/https?:\/\/(?:example\.com|[a-z]+\.test(?::8080)?)\//g, origin.url)
        .replaceAll(/\bJOB\b/g, job)
        .replaceAll(/\bPOLICY\b/g, await policyOf(job))
        .replace(/(job create \S+)/, '$1 --allow-private-networks'),
    );
    assert.ok((exits[command] ?? [0]).includes(code ?? -1), `${code}: ${output}`);
  });

test('every benchmark a README names is there', () => {
  const there = globSync(['test/load/*.ts', '{libs,services}/*/bench/*.ts'], { cwd: root }).map((path) =>
    path.replace(/^.*\//, '').replace(/\.ts$/, ''),
  );
  for (const file of readmes(root))
    for (const [, name = ''] of readFileSync(join(root, file), 'utf8').matchAll(/npm run bench -- ([\w-]+)/g))
      assert.ok(there.includes(name), `${file} names the benchmark ${name}`);
});

async function policyOf(id: string): Promise<string> {
  const answer = await stack.query<{ job: { policy: { id: string } } }>(
    'query ($id: ID!) { job(id: $id) { policy { id } } }',
    { id },
  );
  return answer.job.policy.id;
}

/** Runs a line as a user in the repository does; files it writes go to a folder of their own. */
function shell(line: string): Promise<{ code: number | null; output: string }> {
  const {
    TRUNKLINE_URL: _url,
    TRUNKLINE_API_KEY: _key,
    REDIS_URL: _r,
    DATABASE_URL: _d,
    ...env
  } = process.env;
  const there = line.replaceAll(
    /(--out|-o) (\S+)/g,
    (_, option: string, name: string) => `${option} ${join(folder, name)}`,
  );
  const child = spawn('sh', ['-c', there], {
    cwd: root,
    env: { ...env, TRUNKLINE_HOME: stack.home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk));
  return new Promise((done) => child.once('exit', (code) => done({ code, output: `${there}\n${output}` })));
}
