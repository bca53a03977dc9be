import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../program.ts';
import type { ExitCode } from '../shell/exit-codes.ts';

type Variables = Record<string, unknown>;

/** Plays an API: data by the name of the operation; an array is the events of a subscription. */
export async function playedApi(data: Record<string, (variables: Variables) => unknown>) {
  const asked: { operation: string; variables: Variables }[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { query, variables } = JSON.parse(body) as { query: string; variables: Variables };
    const operation = /(?:query|mutation|subscription) (\w+)/.exec(query)?.[1] ?? '';
    asked.push({ operation, variables });
    const answer = data[operation]?.(variables) ?? { errors: [{ message: `no ${operation}` }] };
    if (!Array.isArray(answer)) return void response.end(JSON.stringify(answer));
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const event of answer) response.write(`event: next\ndata: ${JSON.stringify({ data: event })}\n\n`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type Ran = { exitCode: ExitCode; out: string; err: string };

/** Runs a command line in this process; on a terminal of `columns` when given, else through pipes. */
export async function run(
  line: string[],
  env: NodeJS.ProcessEnv,
  {
    columns,
    interrupted = new AbortController().signal,
  }: { columns?: number; interrupted?: AbortSignal } = {},
): Promise<Ran> {
  const ran = { out: '', err: '' };
  const screen = (name: 'out' | 'err') => ({
    write: (text: string | Uint8Array) => (ran[name] += Buffer.from(text as string).toString()),
    ...(columns !== undefined && { isTTY: true, columns }),
  });
  const exitCode = await runCli(line, { out: screen('out'), err: screen('err'), env, interrupted });
  return { ...ran, exitCode };
}

/** A folder in which nothing was ever started. */
export function emptyHome(): string {
  return mkdtempSync(join(tmpdir(), 'trunkline-home-'));
}

const counters = {
  accepted: 10,
  finished: 4,
  waiting: 5,
  delayed: 0,
  inFlight: 1,
  dead: 0,
  dropped: 0,
  bytes: 26_100,
  hosts: 1,
  known: 3,
  refusedAtEnqueue: 0,
  fetched: 4,
  notModified: 0,
  redirected: 0,
  refused: 0,
  throttled: 0,
  failed: 0,
};

function progress(state: string, changed: Partial<typeof counters> = {}) {
  return {
    at: '2026-11-24T00:00:10.000Z',
    state,
    pagesPerSecond: 12.5,
    bytesPerSecond: 26_000,
    counters: { ...counters, ...changed },
    stages: [],
  };
}

export function job(changed: Record<string, unknown> = {}) {
  return {
    __typename: 'Job',
    id: 'job_1',
    name: 'java.test',
    warnings: [],
    state: 'RUNNING',
    version: 1,
    weight: 1,
    seedCount: 1,
    createdAt: '2026-11-24T00:00:00.000Z',
    updatedAt: '2026-11-24T00:00:00.000Z',
    scope: { kind: 'HOST', of: ['java.test'], include: [], exclude: [] },
    limits: { maxPages: null, maxDepth: null },
    policy: {
      id: 'policy_1',
      name: 'java.test',
      version: 1,
      rules: {
        pace: { mode: 'DELAY', delayMs: 1000, perSecond: null, concurrency: null },
        allowPrivateNetworks: false,
      },
    },
    latestRun: { id: 'run_1', shortId: 'a', state: 'RUNNING', progress: progress('RUNNING') },
    ...changed,
  };
}

/** The last event of a run, and those before it. */
export function events(...states: string[]) {
  const run = { id: 'run_1', startedAt: '2026-11-24T00:00:00.000Z', job: { id: 'job_1', name: 'java.test' } };
  return states.map((state, i) => ({
    jobProgress: {
      __typename:
        i === 0
          ? 'JobProgressSnapshot'
          : ['DONE', 'CANCELLED', 'FAILED'].includes(state)
            ? 'JobProgressDone'
            : 'JobProgressUpdate',
      progress: progress(state),
      run,
    },
  }));
}
