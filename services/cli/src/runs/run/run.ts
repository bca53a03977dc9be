import type { Define } from '../../shell/define.ts';
import { RUN } from '../../shell/words.ts';
import { findRun } from '../find-job.ts';
import { watchRun } from '../watch-run.ts';
import { defineForecast } from './forecast.ts';
import { defineInFlight } from './in-flight.ts';
import { defineList } from './list.ts';
import { show } from './show.ts';
import { defineTraps } from './traps.ts';

/** `trunkline run …` */
export function defineRun({ group }: Define): void {
  const run = group('run', 'Runs: single executions of jobs');
  defineList(run);
  run('show', 'Show a run, its counters, its stages and what it gave up', [RUN], show);
  run('watch', 'Follow a run live until it is over', [RUN], async (context, asked) =>
    watchRun(context, await findRun(context.client, asked)),
  );
  defineForecast(run);
  defineInFlight(run);
  defineTraps(run);
}
