import type { Worker } from '@trunkline/client';
import { createBlock } from '../../output/block.ts';
import { count } from '../../output/format.ts';
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
  const { client, output, world } = context;
  const signal = { signal: world.interrupted };
  const found = await findWorker(client, asked, signal);
  let worker: Worker | undefined = await client.workers.drain(found.id, reason, signal);
  const block = createBlock(output);
  try {
    if (wait)
      for await (const workers of client.workers.watch({ ...signal, intervalMs: 250 })) {
        worker = workers.find(({ id }) => id === found.id);
        if (worker === undefined || worker.state === 'PAUSED') break;
        const line = `${clean(found.name)}  draining: ${count(worker.inFlight)} in flight`;
        if (block.live) block.draw([line]);
      }
  } catch (error) {
    if (!world.interrupted.aborted) throw error;
    block.end();
    output.note(`\nStopped watching; it goes on. Take it back: trunkline worker resume ${found.id}`);
    return exitCodes.interrupted;
  } finally {
    block.end();
  }
  output.document(worker ?? { ...found, state: 'STOPPED' });
  if (output.quiet) output.essential(found.id);
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

export async function resume(
  { client, output, world }: Context,
  asked: string,
  { reason }: Options,
): Promise<ExitCode> {
  const signal = { signal: world.interrupted };
  const found = await findWorker(client, asked, signal);
  const worker = await client.workers.resume(found.id, reason, signal);
  output.document(worker);
  if (output.quiet) output.essential(worker.id);
  output.line(`${output.style.bold(clean(worker.name))}  claims again`);
  return exitCodes.ok;
}
