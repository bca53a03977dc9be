import type { JobCreateInput, JobUpdateInput, ScopeKind } from '@trunkline/client';
import { type Command, Option } from 'commander';
import { clean } from '../../output/text.ts';
import { JOB, REASON } from '../../shell/arguments.ts';
import type { Context } from '../../shell/context.ts';
import { usageError } from '../../shell/failure.ts';
import { collect, given, positiveNumber, wholeNumber } from '../../shell/options.ts';
import { findJob } from '../find-job.ts';

export function defineEdit(command: Command): Command {
  return command
    .description('Change a job; its running run follows within a second')
    .argument(...JOB)
    .option('--name <text>', 'new name')
    .addOption(
      new Option('--scope <kind>', 'which links to follow').choices(['host', 'domain', 'prefix', 'any']),
    )
    .option('--follow-seed-redirects', 'the host a seed redirects to is crawled as if it were one (default)')
    .option('--no-follow-seed-redirects', 'it is not')
    .option('--include <glob>', 'only URLs that match; repeatable, replaces what was there', collect)
    .option('--exclude <glob>', 'no URLs that match; repeatable, replaces what was there', collect)
    .option('--max-pages <n>', 'stop after so many pages', wholeNumber(1))
    .option('--max-depth <n>', 'follow links so far from the start', wholeNumber(0))
    .option('--policy <id>', 'crawl under this policy')
    .option('--weight <n>', 'share of the workers against other jobs', positiveNumber)
    .option('--label <name=value>', 'a label; repeatable, replaces what was there', collect)
    .option('--expect-version <n>', 'only if nobody changed it since this version', wholeNumber(1))
    .option(...REASON);
}

type Options = {
  name?: string;
  scope?: string;
  followSeedRedirects?: boolean;
  include?: string[];
  exclude?: string[];
  maxPages?: number;
  maxDepth?: number;
  policy?: string;
  weight?: number;
  label?: string[];
  expectVersion?: number;
  reason?: string;
};

export async function edit({ client, output }: Context, asked: string, options: Options): Promise<void> {
  const change = changeFrom(options);
  if (change === undefined)
    throw usageError('Nothing to change.', 'Say what: --max-pages 500, or --exclude GLOB, or --name TEXT …');
  const before = await client.jobs.get(await findJob(client, asked));
  // A scope is replaced as a whole: what no option names stays as it is.
  const { kind, include, exclude, followSeedRedirects } = before.scope;
  const old = { kind, include, exclude, followSeedRedirects };
  const scope = change.scope ? { ...old, ...change.scope } : undefined;
  const job = await client.jobs.update({
    ...change,
    scope,
    id: before.id,
    expectedVersion: options.expectVersion ?? before.version,
    reason: options.reason,
  });
  output.document(job);
  output.line(`${output.style.bold(clean(job.name))}  version ${job.version}`);
}

function changeFrom(options: Options): Partial<JobUpdateInput> | undefined {
  const { name, policy, weight, label } = options;
  return given({
    ...{ name, policyId: policy, weight, scope: scopeFrom(options), limits: limitsFrom(options) },
    labels: label && labelsFrom(label),
  });
}

type ScopeOptions = { scope?: string; include?: string[]; exclude?: string[]; followSeedRedirects?: boolean };

/** The scope that options say; undefined when they say none. */
export function scopeFrom({
  scope,
  include,
  exclude,
  followSeedRedirects,
}: ScopeOptions): JobCreateInput['scope'] {
  return given({
    kind: scope?.toUpperCase() as ScopeKind | undefined,
    include,
    exclude,
    followSeedRedirects,
  });
}

/** The limits that options say; undefined when they say none. */
export const limitsFrom = ({ maxPages, maxDepth }: { maxPages?: number; maxDepth?: number }) =>
  given({ maxPages, maxDepth });

/** `team=docs` → a label. */
export function labelsFrom(texts: string[]): { name: string; value: string }[] {
  return texts.map((text) => {
    const at = text.indexOf('=');
    if (at < 1) throw usageError(`"${clean(text)}" is no label: write NAME=VALUE.`);
    return { name: text.slice(0, at), value: text.slice(at + 1) };
  });
}
