import { ago, bytes, count, duration, rate } from '../../output/format.ts';
import { showList } from '../../output/list.ts';
import { clean } from '../../output/text.ts';
import type { Context } from '../../shell/context.ts';
import type { Define } from '../../shell/define.ts';
import { defineDrain } from './drain.ts';

/** `trunkline worker …` */
export function defineWorker({ group }: Define): void {
  const worker = group('worker', 'The workers that are alive');
  worker('list', 'List workers and what they do', [], list);
  defineDrain(worker);
}

/** What workers do for all projects together is told to operators. */
const told = (value: number | null | undefined, say: (value: number) => string) =>
  value == null ? '–' : say(value);

function list(context: Context): Promise<void> {
  const { client, output } = context;
  return showList(context, client.workers.list(), {
    id: ({ id }) => id,
    none: 'No worker is alive: nothing is crawled. `npm start` starts them with everything else.',
    columns: [
      { title: 'WORKER', cell: (worker) => clean(worker.name), cut: 'middle' },
      {
        title: 'STATE',
        cell: ({ state, blockedBy }) =>
          blockedBy ? `${state.toLowerCase()} (${blockedBy})` : state.toLowerCase(),
        paint: (text, { state, blockedBy }) =>
          state !== 'RUNNING' || blockedBy ? output.style.yellow(text) : output.style.green(text),
      },
      { title: 'IN FLIGHT', align: 'right', cell: ({ inFlight, slots }) => `${inFlight ?? '–'}/${slots}` },
      {
        title: 'LINKS QUEUED',
        align: 'right',
        spare: 2,
        cell: ({ discovery }) => told(discovery?.urls, count),
      },
      { title: 'PAGES/S', align: 'right', cell: (worker) => told(worker.pagesPerSecond, rate) },
      { title: 'PAGES', align: 'right', spare: 1, cell: (worker) => told(worker.pages, count) },
      { title: 'RECEIVED', align: 'right', spare: 5, cell: (worker) => told(worker.wireBytes, bytes) },
      {
        title: 'LAG p99',
        align: 'right',
        spare: 4,
        cell: (worker) => told(worker.eventLoopLag?.p99, duration),
      },
      { title: 'MEMORY', align: 'right', spare: 2, cell: (worker) => told(worker.rssBytes, bytes) },
      { title: 'UP', align: 'right', spare: 3, cell: (worker) => ago(worker.startedAt).replace(' ago', '') },
      { title: 'VERSION', spare: 6, cell: (worker) => clean(worker.version) },
    ],
  });
}
