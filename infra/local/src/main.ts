import { parseArgs } from 'node:util';
import { bench } from './bench.ts';
import { keyReset } from './key-reset.ts';
import { start } from './start.ts';
import { test } from './test.ts';

// A reader of our output that goes away (`npm start | head`) must not end what runs.
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);

const [command, ...args] = process.argv.slice(2);

try {
  if (command === 'start') await start({ dev: false });
  else if (command === 'dev') await start({ dev: true });
  else if (command === 'test') process.exitCode = await test(args);
  else if (command === 'bench') process.exitCode = await bench(args);
  else if (command === 'key-reset') await keyReset(resetOptions(args));
  else throw new Error(`Unknown command ${command}: start, dev, test, bench or key-reset`);
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
// The channel to bootstrap.mjs would keep this process alive.
process.disconnect?.();

/** As `trunkline key reset` says them. */
function resetOptions(words: string[]) {
  const { values } = parseArgs({
    args: words,
    options: {
      project: { type: 'string' },
      'revoke-others': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  return { project: values.project ?? null, revoke: values['revoke-others'], json: values.json };
}
