import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { repository } from '../shell/config.ts';
import type { Context } from '../shell/context.ts';
import { type ExitCode, exitCodes } from '../shell/exit-codes.ts';
import { CliError } from '../shell/failure.ts';
import { wholeNumber } from '../shell/options.ts';
import type { Run } from '../shell/run.ts';

type Options = { port?: number; workers?: number; home?: string; dev?: boolean };

/** `trunkline up` */
export function defineUp(program: Command, run: Run): void {
  program
    .command('up')
    .description('Start everything on this machine: Redis, Postgres, API, conductor, workers, dashboard')
    .option('--port <n>', 'where the API and the dashboard listen (4000)', wholeNumber(1))
    .option('--workers <n>', 'worker processes (cores − 1)', wholeNumber(1))
    .option('--home <folder>', 'data: Redis, Postgres, archive, logs, keys (.trunkline of the repository)')
    .option('--dev', 'start services again when their sources change')
    .addHelpText(
      'after',
      '\nCtrl-C stops all of it; running jobs go on at the next start. `npm start` is the same.',
    )
    .action(run(up));
}

async function up({ world }: Context, { port, workers, home, dev }: Options): Promise<ExitCode> {
  const launcher = join(repository, 'infra/local/bootstrap.mjs');
  if (!existsSync(launcher))
    throw new CliError(
      exitCodes.failed,
      'NOT_HERE',
      'The servers do not come with this command alone.',
      'Run it in a checkout of Trunkline, or start the images of infra/compose.yaml.',
    );
  const child = spawn(process.execPath, [launcher, dev ? 'dev' : 'start'], {
    cwd: repository,
    stdio: 'inherit',
    env: {
      ...world.env,
      ...(port !== undefined && { PORT: String(port) }),
      ...(workers !== undefined && { TRUNKLINE_WORKERS: String(workers) }),
      ...(home !== undefined && { TRUNKLINE_HOME: home }),
    },
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  // A terminal's Ctrl-C reaches the child too, which takes the second word for what it is: the same.
  const stop = () => child.kill('SIGTERM');
  world.interrupted.addEventListener('abort', stop, { once: true });
  const code = await ended;
  world.interrupted.removeEventListener('abort', stop);
  return code === 0 ? exitCodes.ok : exitCodes.failed;
}
