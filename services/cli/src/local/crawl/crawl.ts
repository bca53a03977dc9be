import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { CrawlerLog } from '@trunkline/crawl';
import type { VisitRecord } from '@trunkline/policy';
import { count } from '../../output/format.ts';
import { clean } from '../../output/text.ts';
import type { Context } from '../../shell/context.ts';
import { type ExitCode, exitCodes } from '../../shell/exit-codes.ts';
import { usageError } from '../../shell/failure.ts';
import { nameServersFrom } from '../name-servers.ts';
import { openLedger } from './ledger.ts';
import { showLive } from './live.ts';
import type { CrawlOptions } from './options.ts';
import { type Plan, planOf } from './plan.ts';
import { startProfile } from './profile.ts';
import { RUN, startCrawl } from './run-crawl.ts';
import { openStateFolder, type StateFolder } from './state-folder.ts';
import { delayInWords, type Summary, saySummary, summaryOf, writeIndex } from './summary.ts';
import { createTally, type Tally } from './tally.ts';

type CommandOptions = CrawlOptions & { json?: boolean; quiet?: boolean; color?: boolean; server?: string };

/** `trunkline crawl URL…` */
export async function crawl(context: Context, urls: string[], given: CommandOptions): Promise<ExitCode> {
  const own = ownOptions(given);
  if (own.state === undefined) return crawlWith(context, urls, own, null);
  const state = openStateFolder(resolve(own.state));
  try {
    const { saved } = state;
    const all = [...new Set([...(saved?.urls ?? []), ...urls])];
    const options = { ...saved?.options, ...own };
    if (options.out !== undefined) options.out = resolve(options.out);
    planOf(all, options); // before anything is kept: a command line that cannot be is not saved
    const { state: _, profile: __, ...kept } = options;
    state.save({ version: 1, urls: all, options: kept });
    return await crawlWith(context, all, options, state);
  } finally {
    state.close();
  }
}

/** What concerns the crawl, not how it is shown. */
function ownOptions({ json: _, quiet: __, color: ___, server: ____, ...own }: CommandOptions): CrawlOptions {
  return own;
}

async function crawlWith(
  { output, world }: Context,
  urls: string[],
  options: CrawlOptions,
  state: StateFolder | null,
): Promise<ExitCode> {
  const plan = planOf(urls, withContact(options, world.env));
  const profileTo = options.profile === undefined ? null : profileFile(options.profile);
  const out = options.out === undefined ? null : openOutFolder(resolve(options.out), state !== null);
  const nameServers = nameServersFrom(options.dns, world.env);
  const tally = createTally();
  const ledger = state && openLedger(state.journal);
  const before = ledger ? ledger.past.attempts.length : 0;
  const fetchedBefore = [...(ledger?.past.urls.values() ?? [])].filter(({ fetched }) => fetched).length;
  const profile = profileTo === null ? null : await startProfile(profileTo);
  if (before > 0) output.note(`Going on where this crawl stopped: ${count(before)} visits were made before.`);

  const startedAt = performance.now();
  const running = await startCrawl({
    plan,
    tally,
    ledger,
    out,
    nameServers,
    log: logTo(output),
    onVisit: (record) => output.document({ visit: visitOf(record) }),
    signal: world.interrupted,
  });
  const live = showLive({
    output,
    title: titleOf(plan),
    hint: state ? 'Ctrl-C stops; the same command goes on' : 'Ctrl-C stops the crawl',
    look: running.look,
    pages: () => tally.sums.pages + tally.sums.others + tally.sums.missing,
    trouble: () => troubleOf(tally, plan.config.policy.robots.maxCrawlDelayMs),
  });
  let end: Awaited<typeof running.end>;
  try {
    end = await running.end;
    await live.end(end.how === 'stopped' ? 'STOPPED' : 'DONE');
  } finally {
    ledger?.close();
  }
  const summary = summaryOf(
    end,
    tally,
    performance.now() - startedAt,
    out === null ? null : writeIndex(out),
    fetchedBefore,
    plan.config.policy.robots.maxCrawlDelayMs,
  );
  output.document({ summary });
  const resume = options.state === undefined ? null : `trunkline crawl --state ${options.state}`;
  saySummary(output, summary, resume);
  if (output.quiet) output.essential(String(summary.pages));
  await profile?.end(output);
  return exitCodeOf(summary);
}

/** `--contact`, else that of the environment. */
function withContact(options: CrawlOptions, env: NodeJS.ProcessEnv): CrawlOptions {
  const contact = options.contact ?? env['TRUNKLINE_CONTACT'];
  return contact ? { ...options, contact } : options;
}

/** The file of a profile, which is written at the end: that it cannot be is said at the beginning. */
function profileFile(given: string): string {
  const file = resolve(given);
  orSay('--profile', file, () => writeFileSync(file, ''));
  return file;
}

/** What cannot be written is the command line's fault. */
function orSay(option: string, path: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    throw usageError(
      `${option}: ${path} cannot be written (${code}).`,
      'Name a place that may be written to.',
    );
  }
}

function openOutFolder(dir: string, continued: boolean): string {
  if (!continued && existsSync(`${dir}/${RUN}`))
    throw usageError(
      `${dir} holds a crawl already.`,
      'Choose another --out folder; a crawl that is to be continued needs --state DIR from its beginning.',
    );
  orSay('--out', dir, () => mkdirSync(`${dir}/${RUN}`, { recursive: true }));
  return dir;
}

function exitCodeOf({ end, nothing, urls }: Summary): ExitCode {
  if (end === 'stopped') return exitCodes.interrupted;
  return nothing === null && urls.leftOut === 0 ? exitCodes.ok : exitCodes.failed;
}

function titleOf({ seeds }: Plan): string {
  const hosts = [...new Set(seeds.map(({ url }) => new URL(url).host))];
  return clean(
    hosts.length > 3 ? `${hosts.slice(0, 2).join(', ')} and ${hosts.length - 2} more` : hosts.join(', '),
  );
}

function troubleOf({ unreachable, delays }: Tally, maxCrawlDelayMs: number): string | null {
  const [first] = unreachable;
  if (first) {
    const more = unreachable.size > 1 ? ` (and ${unreachable.size - 1} more hosts)` : '';
    return clean(`${first[0]} waits for its robots.txt: ${first[1]}${more}`);
  }
  const [delay] = delays;
  if (!delay) return null;
  const [host, askedMs] = delay;
  const more = delays.size > 1 ? ` (and ${delays.size - 1} more hosts do)` : '';
  return clean(`${delayInWords({ host, askedMs, keptMs: Math.min(askedMs, maxCrawlDelayMs) })}${more}`);
}

/** A visit as a line of `--json`. */
function visitOf({
  url,
  outcome,
  attempt,
  final,
  deadReason,
  sitemap,
  depth,
  capture,
  timings,
  omitted,
}: VisitRecord) {
  return { url, outcome, attempt, final, deadReason, sitemap, depth, capture, timings, omitted };
}

/** The loop's remarks: what is no news to a user stays unsaid. */
function logTo(output: Context['output']): CrawlerLog {
  const nothing = () => {};
  return {
    debug: nothing,
    info: nothing,
    warn: (_, message) => output.note(message),
    error: (fields, message) =>
      output.note(`${message}: ${String((fields as { err?: Error }).err?.stack ?? '')}`),
  };
}
