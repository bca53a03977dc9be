import { bench } from './bench.ts';
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
  else throw new Error(`Unknown command ${command}: start, dev, test or bench`);
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
// The channel to bootstrap.mjs would keep this process alive.
process.disconnect?.();
