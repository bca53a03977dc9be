import { Resolver } from 'node:dns/promises';
import { createServer } from 'node:net';
import { TrunklineError } from '@trunkline/client';
import type { Context } from '../../shell/context.ts';
import { CliError } from '../../shell/failure.ts';
import { take } from '../../shell/take.ts';
import { nameServersFrom } from '../name-servers.ts';
import { type Finding, failure, ok, reasonOf, skipped, warning } from './finding.ts';
import { clock, skewOf } from './redis.ts';

/** A name that is there as long as there is a DNS; that it is not there is an answer too. */
const NAME = 'example.com';
const TIMEOUT_MS = 2000;

/** Does each name server answer at all. */
export async function checkDns(env: NodeJS.ProcessEnv): Promise<Finding[]> {
  const named = nameServersFrom(undefined, env);
  const servers = named.length > 0 ? named : new Resolver().getServers();
  const from = named.length > 0 ? 'TRUNKLINE_DNS' : 'this system';
  if (servers.length === 0)
    return [failure('DNS', `${from} names no name server`, 'Set TRUNKLINE_DNS to the address of one.')];
  return Promise.all(servers.map((server) => checkNameServer(server, from)));
}

async function checkNameServer(server: string, from: string): Promise<Finding> {
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: 1 });
  const what = `DNS ${server}`;
  const asked = performance.now();
  try {
    resolver.setServers([server]);
    await resolver.resolve4(NAME);
  } catch (error) {
    const reason = reasonOf(error);
    if (['EREFUSED', 'ESERVFAIL'].includes(reason))
      return warning(
        what,
        `answers, but not for ${NAME} (${reason})`,
        'Right if it serves names of your own alone; else use another.',
      );
    if (!['ENOTFOUND', 'ENODATA'].includes(reason))
      return failure(
        what,
        `no answer (${reason})`,
        `It is named by ${from}. Is it running, and is UDP port 53 open to it?`,
      );
  }
  const took = performance.now() - asked;
  return took > 500
    ? warning(
        what,
        `answers after ${Math.round(took)} ms`,
        'A crawl waits for it at every new host. Use one that is nearer.',
      )
    : ok(what, `answers after ${Math.round(took)} ms`);
}

/** Is the API there, is it well, does it know the key, and does its clock agree; else: is its port free to start one. */
export async function checkApi(context: Context): Promise<Finding[]> {
  const { config } = context;
  let answer: Response;
  const sent = Date.now();
  try {
    answer = await fetch(new URL('/readyz', config.url), { signal: AbortSignal.timeout(5000) });
  } catch (error) {
    const reason = reasonOf(error instanceof Error && error.cause ? error.cause : error);
    return [
      (config.urlFrom === 'default' ? warning : failure)(
        'API',
        `no answer at ${config.url} (${reason})`,
        config.urlFrom === 'default' || config.urlFrom === 'home'
          ? 'Start it: trunkline up'
          : `The address comes from ${config.urlFrom === 'option' ? '--server' : 'TRUNKLINE_URL'}.`,
      ),
      ...(await checkPort(config.url)),
    ];
  }
  const date = Date.parse(answer.headers.get('date') ?? '');
  const ready = answer.ok
    ? ok('API', `ready at ${config.url}`)
    : failure(
        'API',
        `answers at ${config.url}, but is not ready (${answer.status})`,
        'It lacks Redis or Postgres: see below, and its log.',
      );
  // Date has whole seconds.
  const skew = Number.isNaN(date) ? null : skewOf(date + 500, sent);
  const clocks =
    skew === null ? [] : [clock('API clock', Math.sign(skew) * Math.max(0, Math.abs(skew) - 500))];
  return [ready, await checkKey(context), ...clocks];
}

// Where no key is, asking for the client throws: within what is caught.
async function checkKey(context: Context): Promise<Finding> {
  try {
    const { keyName, scopes, project } = await context.client.viewer();
    return ok('API key', `"${keyName}" of ${project.name}: ${scopes.join(' ').toLowerCase()}`);
  } catch (error) {
    if (error instanceof CliError) return failure('API key', error.message, error.hint ?? '');
    if (!(error instanceof TrunklineError)) throw error;
    return failure(
      'API key',
      error.message,
      `It comes from TRUNKLINE_API_KEY or ${context.config.home}/admin-key.`,
    );
  }
}

/** Whether the port of an API that does not answer is free for one, on this machine. */
function checkPort(address: string): Promise<Finding[]> {
  const { hostname, port, protocol } = new URL(address);
  const number = Number(port || (protocol === 'https:' ? 443 : 80));
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(hostname)) return Promise.resolve([]);
  return new Promise((resolve) => {
    const server = createServer()
      .once('error', (error) =>
        resolve([
          failure(
            `Port ${number}`,
            `taken (${reasonOf(error)})`,
            'Another program listens there. Stop it, or: trunkline up --port N',
          ),
        ]),
      )
      .listen(number, hostname.replace(/[[\]]/g, ''), () =>
        server.close(() => resolve([ok(`Port ${number}`, 'free')])),
      );
  });
}

/** Somebody must crawl. */
export const checkWorkers = (context: Context) =>
  saidByApi('Workers', async () => {
    const workers = await Array.fromAsync(context.client.workers.list());
    const versions = new Set(workers.map(({ version }) => version));
    if (workers.length === 0)
      return failure(
        'Workers',
        'none is alive: nothing is crawled',
        'Start some: trunkline up, or the worker service.',
      );
    const blocked = workers.filter(({ blockedBy }) => blockedBy !== null);
    if (blocked.length > 0)
      return warning(
        'Workers',
        `${blocked.length} of ${workers.length} take no work: ${blocked[0]!.blockedBy}`,
        'See: trunkline worker list',
      );
    if (versions.size > 1)
      return warning(
        'Workers',
        `${workers.length}, of versions ${[...versions].join(', ')}`,
        'Update the older ones.',
      );
    return ok('Workers', `${workers.length} alive`);
  });

/** What of a duty fails is shown of so many. */
const MOST_SHOWN = 10;

/** Somebody must record, and begin and end runs; and what their duties fail with is told, each with what to do. */
export const checkConductors = (context: Context) =>
  saidByApi<Finding | Finding[]>('Conductors', async () => {
    const { alive, failures, failuresOfOthers } = await context.client.workers.conductors();
    if (alive === 0)
      return failure(
        'Conductors',
        'none is alive: no run begins, is recorded or ends',
        'Start one: trunkline up, or the conductor service.',
      );
    const more = Math.max(0, failures.length - MOST_SHOWN) + failuresOfOthers;
    const found = failures.slice(0, MOST_SHOWN).map(({ duty, item, since, times, error, advice }) => {
      const what = `${item ?? 'the whole duty'} fails since ${since} (${times} times): ${error}`;
      return (item === null ? failure : warning)(`Duty ${duty}`, what, advice);
    });
    if (more > 0)
      found.push(
        warning(
          'Duties',
          `${more} more failures are not shown`,
          'Ask with the key of an operator, or see the log of the conductor.',
        ),
      );
    return [ok('Conductors', `${alive} alive`), ...found];
  });

/** Why URLs pile up, of jobs of the project of the key. */
export const checkFindings = (context: Context) =>
  saidByApi<Finding | Finding[]>('Findings', async () => {
    const { items } = await take(context.client.findings.list({ state: 'OPEN' }), MOST_SHOWN);
    if (items.length === 0) return ok('Findings', 'nothing piles up');
    return items.map(({ cause, sentence, advice, run }) =>
      warning(`Finding ${cause}`, `${run.job.name}: ${sentence}`, `${advice} See: trunkline why ${run.id}`),
    );
  });

/** A check of what the API alone knows. */
async function saidByApi<F extends Finding | Finding[]>(
  what: string,
  check: () => Promise<F>,
): Promise<F | Finding> {
  try {
    return await check();
  } catch (error) {
    if (error instanceof TrunklineError || error instanceof CliError)
      return skipped(what, 'the API does not say');
    throw error;
  }
}
