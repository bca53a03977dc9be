import type { Client, Worker } from '@trunkline/client';
import { clean } from '../../output/text.ts';
import { exitCodes } from '../../shell/exit-codes.ts';
import { CliError } from '../../shell/failure.ts';

/** The worker a user means: its id, or a name that only one living worker has. */
export async function findWorker(client: Client, asked: string): Promise<Worker> {
  const workers = await Array.fromAsync(client.workers.list());
  const found = workers.filter(({ id, name }) => id === asked || name === asked);
  if (found.length === 1 && found[0]) return found[0];
  throw new CliError(
    exitCodes.notFound,
    found.length === 0 ? 'NOT_FOUND' : 'AMBIGUOUS',
    found.length === 0
      ? `No worker with the id or name "${clean(asked)}" is alive.`
      : `More than one worker has the name "${clean(asked)}"; say which by its id.`,
    'List them: trunkline worker list',
  );
}
