import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { exitOf } from '@trunkline/servers';
import { root } from './config.ts';

const bin = (name: string) => join(root, 'node_modules/.bin', name);

/**
 * Builds the dashboard when its sources changed since the last time (turbo keeps the hash). With `watch`, builds
 * again on every change until `close`.
 */
export async function buildDashboard(options: {
  watch: boolean;
  say(line: string): void;
}): Promise<{ close(): Promise<void> }> {
  const args = [
    'run',
    'build',
    '--filter=@trunkline/dashboard',
    '--output-logs=errors-only',
    '--no-update-notifier',
  ];
  const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' };
  const build = spawn(bin('turbo'), args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  build.stdout.on('data', (chunk: Buffer) => (output += chunk));
  build.stderr.on('data', (chunk: Buffer) => (output += chunk));
  if ((await exitOf(build)) !== 0) throw new Error(`The dashboard could not be built:\n${output}`);
  options.say(`Dashboard  ${output.includes('FULL TURBO') ? 'unchanged' : 'built'}`);
  if (!options.watch) return { close: async () => undefined };

  const watcher = spawn(bin('vite'), ['build', '--watch', '--logLevel', 'error'], {
    cwd: join(root, 'services/dashboard'),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const gone = exitOf(watcher);
  return {
    async close() {
      watcher.kill('SIGTERM');
      await gone;
    },
  };
}
