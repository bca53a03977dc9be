import type { Job, JobCreateInput } from '@trunkline/client';
import { type Command, Option } from 'commander';
import { clean, cutEnd, cutMiddle } from '../../output/text.ts';
import { paceInWords, stateInWords } from '../../output/words.ts';
import type { Context } from '../../shell/context.ts';
import { type ExitCode, exitCodes } from '../../shell/exit-codes.ts';
import { usageError } from '../../shell/failure.ts';
import {
  collect,
  positiveNumber,
  type RulesOptions,
  rulesFrom,
  wholeNumber,
  withPace,
} from '../../shell/options.ts';
import { watchRun } from '../watch-run.ts';
import { limitsFrom, scopeFrom } from './edit.ts';

type CreateOptions = RulesOptions & {
  name?: string;
  scope?: 'host' | 'domain' | 'prefix' | 'any';
  followSeedRedirects?: boolean;
  include?: string[];
  exclude?: string[];
  sitemap?: string[];
  maxPages?: number;
  maxDepth?: number;
  policy?: string;
  weight?: number;
  paused?: boolean;
  watch?: boolean;
};

export function defineCreate(command: Command): Command {
  return withPace(command)
    .description('Create a job and start crawling')
    .argument('[url...]', 'where to start: http or https URLs')
    .option('--name <text>', 'name for people; otherwise the hosts of the URLs')
    .addOption(
      new Option('--scope <kind>', 'which links to follow').choices(['host', 'domain', 'prefix', 'any']),
    )
    .option('--follow-seed-redirects', 'the host a seed redirects to is crawled as if it were one (default)')
    .option('--no-follow-seed-redirects', 'it is not')
    .option('--include <glob>', 'only URLs that match (* any characters, ? one); repeatable', collect)
    .option('--exclude <glob>', 'no URLs that match; repeatable', collect)
    .option('--sitemap <url>', 'also start from the URLs that this sitemap names; repeatable', collect)
    .option('--max-pages <n>', 'stop after so many pages', wholeNumber(1))
    .option('--max-depth <n>', 'follow links so far from the start, 0 for the URLs alone', wholeNumber(0))
    .option('--user-agent <text>', 'sent as User-Agent and matched in robots.txt')
    .option('--allow-private-networks', 'addresses outside the public internet may be crawled (admin key)')
    .option('--policy <id>', 'crawl under a shared policy instead of pace options')
    .option('--weight <n>', 'share of the workers against other jobs', positiveNumber)
    .option('--paused', 'create the job without starting it')
    .option('--watch', 'stay and show progress until the run is over');
}

export async function create(context: Context, urls: string[], options: CreateOptions): Promise<ExitCode> {
  if (urls.length === 0 && !options.sitemap)
    throw usageError('Nothing to start from: pass a URL, or a sitemap with --sitemap.');
  if (options.paused && options.watch) throw usageError('--paused and --watch exclude each other.');
  const job = await context.client.jobs.create(inputFrom(urls, options));
  context.output.document(job);
  if (context.output.quiet) context.output.essential(job.id);
  else say(context, job, options.watch === true);
  return options.watch && job.latestRun ? watchRun(context, job.latestRun.id) : exitCodes.ok;
}

function inputFrom(urls: string[], options: CreateOptions): JobCreateInput {
  const rules = rulesFrom(options);
  if (options.policy !== undefined && rules !== undefined)
    throw usageError(
      '--policy excludes --delay, --rate, --concurrency, --user-agent and --allow-private-networks.',
      'Those are rules of a policy: change the shared one with `trunkline policy edit`, or leave --policy out.',
    );
  return {
    seeds: urls,
    sitemaps: options.sitemap,
    start: !options.paused,
    name: options.name,
    scope: scopeFrom(options),
    limits: limitsFrom(options),
    policyId: options.policy,
    rules,
    weight: options.weight,
  };
}

function say({ output }: Context, job: Job, watched: boolean): void {
  const { style } = output;
  const most = output.width() - 10;
  const { rules } = job.policy;
  output.line(`${style.bold(cutEnd(clean(job.name), most))}  ${stateInWords(job.state, style)}`);
  output.line(`  job     ${job.id}`);
  output.line(
    `  scope   ${cutMiddle(clean(`${job.scope.kind.toLowerCase()} ${job.scope.of.join(' ')}`), most)}`,
  );
  output.line(`  pace    ${cutEnd(paceInWords(rules.pace), most)}`);
  if (rules.allowPrivateNetworks) output.line('  hosts   those of private networks too');
  output.line(`  policy  ${job.policy.id}`);
  output.line();
  if (job.state === 'NEW') output.line(style.dim(`Start it:         trunkline job start ${job.id}`));
  else if (!watched) output.line(style.dim(`Watch it:         trunkline job watch ${job.id}`));
  if (!watched) output.line(style.dim(`Change its pace:  trunkline policy edit ${job.policy.id} --delay 2s`));
}
