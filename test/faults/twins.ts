import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Stack } from '@trunkline/test-support';
import { pidOf } from './servers.ts';

/** `stack`: the same stack, asked through this process. */
export type Twin = { pid: number; stack: Stack; end(): Promise<void> };

const words = (file: string) => readFileSync(file, 'utf8').split('\0').filter(Boolean);

/** A second process of a service of the stack, as its launcher starts it; whoever kills it starts another. */
export async function startTwin(stack: Stack, service: 'api' | 'conductor'): Promise<Twin> {
  const first = `/proc/${pidOf(stack, service)}`;
  const [program = '', ...args] = words(`${first}/cmdline`);
  const {
    NODE_CHANNEL_FD: _channel, // to the launcher, as is the port of its health
    TRUNKLINE_HEALTH_PORT: _port,
    ...env
  } = Object.fromEntries(words(`${first}/environ`).map((pair) => pair.split(/=(.*)/s).slice(0, 2)));
  const child = spawn(program, args, { env: { ...env, PORT: '0' }, stdio: ['ignore', 'pipe', 'ignore'] });
  process.once('exit', () => child.kill('SIGKILL'));
  const ready = createInterface({ input: child.stdout });
  const line = await new Promise<string>((found) =>
    ready.on('line', (said) => said.includes('"ready":true') && found(said)),
  );
  const { url = '' } = JSON.parse(line) as { url?: string };
  return {
    pid: child.pid!,
    stack: {
      ...stack,
      url,
      async query<T>(query: string, variables: Record<string, unknown> = {}) {
        const response = await fetch(`${url}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${stack.key}` },
          body: JSON.stringify({ query, variables }),
        });
        const { data, errors } = (await response.json()) as { data: T; errors?: { message: string }[] };
        if (errors) throw new Error(errors.map(({ message }) => message).join('\n'));
        return data;
      },
    },
    async end() {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}
