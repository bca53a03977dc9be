import type { Worker } from '@trunkline/client';
import { createBlock } from '../../output/block.ts';
import { count } from '../../output/format.ts';
import { seeToEnd } from '../../output/see-to-end.ts';
import { clean } from '../../output/text.ts';
import type { Context } from '../../shell/context.ts';
import type { Define, OptionsOf } from '../../shell/define.ts';
import { type ExitCode, exitCodes } from '../../shell/exit-codes.ts';
import { NO_WAIT, REASON } from '../../shell/words.ts';
import { findWorker } from './find.ts';

const WORKER = ['<worker>', 'id or name of a worker'] as const;
const drained = [WORKER, NO_WAIT, REASON] as const;

/** `trunkline worker drain` and `resume` */
export function defineDrain(define: Define): void {
  define(
    'drain',
    'Let a worker claim nothing more, and wait until it holds nothing (operator key)',
    drained,
    drain,
  );
  const about = 'Let a drained worker claim again (operator key)';
  define('resume', about, [WORKER, REASON], async ({ client, output }, asked, { reason }) => {
    const worker = await client.workers.resume((await findWorker(client, asked)).id, reason);
    output.result(worker, worker.id);
    output.named(worker.name, 'claims again');
  });
}

/** Lets a worker claim nothing more and stays until it holds nothing: then it can be stopped without a visit lost. */
async function drain(
  context: Context,
  asked: string,
  { wait = true, reason }: OptionsOf<typeof drained>,
): Promise<ExitCode> {
  const { client, output } = context;
  const found = await findWorker(client, asked);
  let worker: Worker | undefined = await client.workers.drain(found.id, reason);
  const block = createBlock(output);
  const show = (workers: Worker[]) => {
    worker = workers.find(({ id }) => id === found.id);
    if (worker === undefined || worker.state === 'PAUSED') return false;
    block.draw([`${clean(found.name)}  draining: ${count(worker.inFlight ?? 0)} in flight`]);
    return true;
  };
  const left = `Stopped watching; it goes on. Take it back: trunkline worker resume ${found.id}`;
  const watched = client.workers.watch({ intervalMs: 250 });
  if (wait && !(await seeToEnd(context, watched, show, { ended: block.end, left })))
    return exitCodes.interrupted;
  output.result(worker ?? { ...found, state: 'STOPPED' }, found.id);
  const { style } = output;
  const said =
    worker === undefined
      ? style.yellow('is gone')
      : worker.state === 'PAUSED'
        ? style.green('drained: it holds nothing and can be stopped')
        : style.yellow('draining: it claims nothing more');
  output.named(found.name, said);
  return exitCodes.ok;
}
