import type { Worker } from '@trunkline/client';
import { createBlock } from '../../output/block.ts';
import { count } from '../../output/format.ts';
import { seeToEnd } from '../../output/see-to-end.ts';
import { clean } from '../../output/text.ts';
import type { Context } from '../../shell/context.ts';
import { type ExitCode, exitCodes } from '../../shell/exit-codes.ts';
import { findWorker } from './find.ts';

type Options = { wait?: boolean; reason?: string };

/** Lets a worker claim nothing more and stays until it holds nothing: then it can be stopped without a visit lost. */
export async function drain(
  context: Context,
  asked: string,
  { wait = true, reason }: Options,
): Promise<ExitCode> {
  const { client, output } = context;
  const found = await findWorker(client, asked);
  let worker: Worker | undefined = await client.workers.drain(found.id, reason);
  const block = createBlock(output);
  const show = (workers: Worker[]) => {
    worker = workers.find(({ id }) => id === found.id);
    if (worker === undefined || worker.state === 'PAUSED') return false;
    block.draw([`${clean(found.name)}  draining: ${count(worker.inFlight)} in flight`]);
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
  output.line(`${style.bold(clean(found.name))}  ${said}`);
  return exitCodes.ok;
}

export async function resume({ client, output }: Context, asked: string, { reason }: Options): Promise<void> {
  const found = await findWorker(client, asked);
  const worker = await client.workers.resume(found.id, reason);
  output.result(worker, worker.id);
  output.line(`${output.style.bold(clean(worker.name))}  claims again`);
}
