import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../shell/config.ts';
import type { Context } from '../shell/context.ts';
import type { Define, OptionsOf } from '../shell/define.ts';
import { type ExitCode, exitCodes } from '../shell/exit-codes.ts';
import { CliError } from '../shell/failure.ts';
import { wholeNumber } from '../shell/options.ts';

const words = [
  ['--port <n>', 'where the API and the dashboard listen (4000)', wholeNumber(1)],
  ['--workers <n>', 'worker processes (cores − 1)', wholeNumber(1)],
  ['--home <folder>', 'data: Redis, Postgres, archive, logs, keys (.trunkline of the repository)'],
  ['--dev', 'start services again when their sources change'],
] as const;

/** `trunkline up` */
export function defineUp(define: Define): void {
  const about = 'Start everything on this machine: Redis, Postgres, API, conductor, workers, dashboard';
  define('up', about, words, up).addHelpText(
    'after',
    '\nCtrl-C stops all of it; running jobs go on at the next start. `npm start` is the same.',
  );
}

async function up(
  { world }: Context,
  { port, workers, home, dev }: OptionsOf<typeof words>,
): Promise<ExitCode> {
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
