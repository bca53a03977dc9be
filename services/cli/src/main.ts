import { runCli } from './program.ts';

const interrupt = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => interrupt.abort());

// Started by bin/trunkline.mjs on an older node: when that is gone, nobody is left who could be told or stop this.
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.channel?.unref();

// The reader of a pipe may leave early (`| head`): then there is nobody left to tell.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

process.exitCode = await runCli(process.argv.slice(2), {
  out: process.stdout,
  err: process.stderr,
  in: process.stdin,
  env: process.env,
  interrupted: interrupt.signal,
});
