import type { Context } from '../../shell/context.ts';
import type { ExitCode } from '../../shell/exit-codes.ts';
import { findRun } from '../find-job.ts';
import { watchRun } from '../watch-run.ts';

export async function watch(context: Context, asked: string): Promise<ExitCode> {
  return watchRun(context, await findRun(context.client, asked));
}
