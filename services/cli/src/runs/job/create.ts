import type { Job, JobCreateInput } from '@trunkline/client';
import { sayWarnings } from '../../output/forecast-words.ts';
import { clean, cutEnd, cutMiddle } from '../../output/text.ts';
import { paceInWords, stateInWords } from '../../output/words.ts';
import type { Context } from '../../shell/context.ts';
import type { Define, OptionsOf } from '../../shell/define.ts';
import { type ExitCode, exitCodes } from '../../shell/exit-codes.ts';
import { usageError } from '../../shell/failure.ts';
import { collect, deadline, firstRulesFrom, positiveNumber } from '../../shell/options.ts';
import { PACE, SCOPE, USER_AGENT } from '../../shell/words.ts';
import { watchRun } from '../watch-run.ts';
import { limitsFrom, scopeFrom } from './edit.ts';

const words = [
  ['[url...]', 'where to start: http or https URLs'],
  ['--name <text>', 'name for people; otherwise the hosts of the URLs'],
  ...SCOPE,
  ['--sitemap <url>', 'also start from the URLs that this sitemap names; repeatable', collect],
  ...PACE,
  USER_AGENT,
  ['--allow-private-networks', 'addresses outside the public internet may be crawled (admin key)'],
  ['--policy <id>', 'crawl under a shared policy instead of pace options'],
  ['--weight <n>', 'share of the workers against other jobs', positiveNumber],
  [
    '--by <when>',
    'when it is to be done: a date, or in 6h, in 3d; who looks is told when it will not',
    deadline,
  ],
  ['--paused', 'create the job without starting it'],
  ['--watch', 'stay and show progress until the run is over'],
] as const;
type CreateOptions = OptionsOf<typeof words>;

export const defineCreate = (job: Define) => job('create', 'Create a job and start crawling', words, create);

async function create(context: Context, urls: string[], options: CreateOptions): Promise<ExitCode> {
  if (urls.length === 0 && !options.sitemap)
    throw usageError('Nothing to start from: pass a URL, or a sitemap with --sitemap.');
  if (options.paused && options.watch) throw usageError('--paused and --watch exclude each other.');
  const job = await context.client.jobs.create(inputFrom(urls, options));
  context.output.document(job);
  if (context.output.quiet) context.output.essential(job.id);
  else say(context, job, options.watch === true);
  sayWarnings(context.output, job.warnings);
  return options.watch && job.latestRun ? watchRun(context, job.latestRun.id) : exitCodes.ok;
}

function inputFrom(urls: string[], options: CreateOptions): JobCreateInput {
  const rules = firstRulesFrom(options);
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
    finishBy: options.by,
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
