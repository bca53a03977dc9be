import type { JobCreateInput, JobUpdateInput, ScopeKind } from '@trunkline/client';
import { sayWarnings } from '../../output/forecast-words.ts';
import { clean } from '../../output/text.ts';
import type { Context } from '../../shell/context.ts';
import type { Define, OptionsOf } from '../../shell/define.ts';
import { usageError } from '../../shell/failure.ts';
import { collect, deadline, given, positiveNumber } from '../../shell/options.ts';
import { EXPECT_VERSION, JOB, REASON, SCOPE } from '../../shell/words.ts';
import { findJob } from '../find-job.ts';

const words = [
  JOB,
  ['--name <text>', 'new name'],
  ...SCOPE,
  ['--policy <id>', 'crawl under this policy'],
  ['--weight <n>', 'share of the workers against other jobs', positiveNumber],
  ['--by <when>', 'when it is to be done: a date, or in 6h, in 3d', deadline],
  ['--label <name=value>', 'a label; repeatable', collect],
  EXPECT_VERSION,
  REASON,
] as const;
type Options = OptionsOf<typeof words>;

export const defineEdit = (job: Define) =>
  job(
    'edit',
    'Change a job; its running run follows within a second. What is repeatable replaces what was there',
    words,
    edit,
  );

async function edit({ client, output }: Context, asked: string, options: Options): Promise<void> {
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
  output.named(job.name, `version ${job.version}`);
  sayWarnings(output, job.warnings);
}

function changeFrom(options: Options): Partial<JobUpdateInput> | undefined {
  const { name, policy, weight, label } = options;
  return given({
    ...{
      name,
      policyId: policy,
      weight,
      finishBy: options.by,
      scope: scopeFrom(options),
      limits: limitsFrom(options),
    },
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
