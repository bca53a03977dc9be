import type { InFlightFilter, Stage } from '@trunkline/client';
import { count, duration } from '../../output/format.ts';
import { showList } from '../../output/list.ts';
import { clean } from '../../output/text.ts';
import { stages } from '../../output/words.ts';
import { findWorker } from '../../project/worker/find.ts';
import type { Context } from '../../shell/context.ts';
import type { Define, OptionsOf } from '../../shell/define.ts';
import { durationMs } from '../../shell/options.ts';
import { limit } from '../../shell/words.ts';
import { findRun } from '../find-job.ts';

const words = [
  ['[run]', 'id of a run, or id or name of a job, or `last`; left out: all runs'],
  ['--host <host>', 'only URLs of this host'],
  ['--worker <worker>', 'only what this worker holds: its id or name'],
  ['--stage <stage>', 'only visits in this stage', stages.map((stage) => stage.toLowerCase())],
  ['--older <duration>', 'only those held longer than this (10s)', durationMs],
  limit(50),
] as const;

export const defineInFlight = (run: Define) =>
  run(
    'in-flight',
    'List what workers hold now: which URL, who has it, in which stage, since when',
    words,
    inFlight,
  );

async function inFlight(
  context: Context,
  asked: string | undefined,
  { host, worker, stage, older, limit: most }: OptionsOf<typeof words>,
): Promise<void> {
  const { client } = context;
  const filter: InFlightFilter = {
    ...{ host, olderThanMs: older, stage: stage?.toUpperCase() as Stage | undefined },
    workerId: worker && (await findWorker(client, worker)).id,
  };
  const all =
    asked === undefined
      ? client.inFlight.all(filter)
      : client.inFlight.ofRun(await findRun(client, asked), filter);
  const now = Date.now();
  return showList(context, all, {
    limit: most,
    id: ({ url }) => clean(url),
    none: 'Nothing like that is in flight.',
    columns: [
      { title: 'FOR', align: 'right', cell: ({ since }) => duration(Math.max(0, now - Date.parse(since))) },
      { title: 'STAGE', cell: ({ stage: at }) => at?.toLowerCase() ?? '–' },
      { title: 'WORKER', spare: 1, cut: 'end', cell: ({ worker: by }) => clean(by?.name ?? 'gone') },
      { title: 'JOB', spare: 3, cut: 'end', cell: ({ run }) => clean(run.job.name) },
      { title: 'TRY', align: 'right', spare: 2, cell: ({ attempt }) => count(attempt) },
      { title: 'URL', cut: 'middle', cell: ({ url }) => clean(url) },
    ],
  });
}
