import type { Client, Worker } from '@trunkline/client';
import { theOne } from '../../shell/failure.ts';

/** The worker a user means: its id, or a name that only one living worker has. */
export async function findWorker(client: Client, asked: string): Promise<Worker> {
  const workers = await Array.fromAsync(client.workers.list());
  return theOne(
    workers.filter(({ id, name }) => id === asked || name === asked),
    asked,
    'worker',
  );
}
