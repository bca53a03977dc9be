import type { Run, RunRow, RunState } from '@trunkline/client';
import { ago, bytes, count, duration } from '../../output/format.ts';
import { showList } from '../../output/list.ts';
import { clean } from '../../output/text.ts';
import { runStates, stateInWords } from '../../output/words.ts';
import type { Context } from '../../shell/context.ts';
import type { Define, OptionsOf } from '../../shell/define.ts';
import { limit } from '../../shell/words.ts';
import { findJob } from '../find-job.ts';

const words = [
  ['[job]', 'only those of this job: its id or name, or `last`'],
  ['--state <state...>', 'only runs in these states', runStates],
  limit(20),
] as const;

export const defineList = (run: Define) => run('list', 'List runs, newest first', words, list);

async function list(
  context: Context,
  job: string | undefined,
  { state, limit: most }: OptionsOf<typeof words>,
): Promise<void> {
  const { client, output } = context;
  const wanted = state?.map((word) => word.toUpperCase() as RunState);
  const id = job === undefined ? null : await findJob(client, job);
  const all: AsyncIterable<Run | RunRow> = id === null ? client.runs.list(wanted) : client.runs.ofJob(id);
  const name = id === null ? null : (await client.jobs.get(id)).name;
  return showList(context, kept(all, wanted), {
    limit: most,
    id: (run) => run.id,
    none: 'There is no run like that.',
    columns: [
      { title: 'RUN', cell: (run) => run.id },
      { title: 'JOB', cut: 'end', cell: (run) => clean('job' in run ? run.job.name : (name ?? '')) },
      {
        title: 'STATE',
        cell: (run) => run.state.toLowerCase(),
        paint: (text, run) => text.replace(/\S+/, stateInWords(run.state, output.style)),
      },
      { title: 'FINISHED', align: 'right', cell: (run) => count(run.progress.counters.finished) },
      { title: 'OF', align: 'right', spare: 1, cell: (run) => count(run.progress.counters.accepted) },
      { title: 'DEAD', align: 'right', spare: 3, cell: (run) => count(run.progress.counters.dead) },
      { title: 'BYTES', align: 'right', spare: 4, cell: (run) => bytes(run.progress.counters.bytes) },
      { title: 'TOOK', align: 'right', spare: 2, cell: took },
      { title: 'ASKED FOR', align: 'right', spare: 5, cell: (run) => ago(run.createdAt) },
    ],
  });
}

type Row = { state: RunState; startedAt: string | null; finishedAt: string | null };

function took({ startedAt, finishedAt }: Row): string {
  if (startedAt === null) return '';
  return duration((finishedAt === null ? Date.now() : Date.parse(finishedAt)) - Date.parse(startedAt));
}

/** The list of one job takes no filter of states. */
async function* kept<R extends Row>(
  runs: AsyncIterable<R>,
  states: RunState[] | undefined,
): AsyncGenerator<R> {
  for await (const run of runs) if (states === undefined || states.includes(run.state)) yield run;
}
