import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { isIPv4 } from 'node:net';
import { join } from 'node:path';
import { repository } from '../shell/config.ts';
import type { Context } from '../shell/context.ts';
import type { Define, OptionsOf } from '../shell/define.ts';
import { type ExitCode, exitCodes } from '../shell/exit-codes.ts';
import { CliError, usageError } from '../shell/failure.ts';

const words = [
  ['--project <name>', 'an admin key of this project; left out: the key of the operator'],
  ['--revoke-others', 'take back all others that have the same powers: they became known'],
] as const;

/** `trunkline key reset` */
export function defineReset(key: Define): void {
  const about =
    'Make a new key on the machine that has the data, when the old one was lost: none is asked for';
  key('reset', about, words, reset);
}

/** A new key straight from the database of this machine: nothing of it goes over the API, for which one would need a key. */
async function reset(
  { world, config, output }: Context,
  { project, revokeOthers = false }: OptionsOf<typeof words>,
): Promise<ExitCode> {
  const isOurs = config.urlFrom === 'home' || config.urlFrom === 'default';
  if (!isOurs && !isLoopback(config.url))
    throw usageError(
      `Keys of ${config.url} are not reset from here: that takes the machine that has its data.`,
      `Log in there and run it without ${config.urlFrom === 'option' ? '--server' : 'TRUNKLINE_URL'}; it finds the data by TRUNKLINE_HOME or DATABASE_URL.`,
    );
  const launcher = join(repository, 'infra/local/bootstrap.mjs');
  if (!existsSync(launcher))
    throw new CliError(
      exitCodes.failed,
      'NOT_HERE',
      'The servers do not come with this command alone.',
      'Run it in a checkout of Trunkline on the machine that has the data.',
    );
  const given = [
    ...(project === undefined ? [] : ['--project', project]),
    ...(revokeOthers ? ['--revoke-others'] : []),
    ...(output.json ? ['--json'] : []),
  ];
  const child = spawn(process.execPath, [launcher, 'key-reset', ...given], {
    cwd: repository,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...world.env, TRUNKLINE_HOME: config.home },
  });
  child.stdout.on('data', (chunk: Buffer) => world.out.write(chunk));
  child.stderr.on('data', (chunk: Buffer) => world.err.write(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return code === 0 ? exitCodes.ok : exitCodes.failed;
}

function isLoopback(url: string): boolean {
  const host = URL.parse(url)?.hostname ?? '';
  return host === 'localhost' || host === '[::1]' || (isIPv4(host) && host.startsWith('127.'));
}
