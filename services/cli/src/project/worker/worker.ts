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
      { title: 'IN FLIGHT', align: 'right', cell: (worker) => `${worker.inFlight}/${worker.slots}` },
      { title: 'LINKS QUEUED', align: 'right', spare: 2, cell: ({ discovery }) => count(discovery.urls) },
      { title: 'PAGES/S', align: 'right', cell: (worker) => rate(worker.pagesPerSecond) },
      { title: 'PAGES', align: 'right', spare: 1, cell: (worker) => count(worker.pages) },
      { title: 'RECEIVED', align: 'right', spare: 5, cell: (worker) => bytes(worker.wireBytes) },
      { title: 'LAG p99', align: 'right', spare: 4, cell: (worker) => duration(worker.eventLoopLag.p99) },
      { title: 'MEMORY', align: 'right', spare: 2, cell: (worker) => bytes(worker.rssBytes) },
      { title: 'UP', align: 'right', spare: 3, cell: (worker) => ago(worker.startedAt).replace(' ago', '') },
      { title: 'VERSION', spare: 6, cell: (worker) => clean(worker.version) },
    ],
  });
}
