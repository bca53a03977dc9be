import { spawn } from 'node:child_process';
import { ownRedis } from '@trunkline/test-support';
import { type PlantedBug, plantedBugs, type Test } from './parts/bugs.ts';

/**
 * npm run bench -- planted-bugs [SEED [BUG …]]: are the tests of the frontier worth anything? Each bug of parts/bugs.ts, or each that is
 * named, is planted into the Lua a test reads, and the test must fail; without a bug, under the same seed, it must pass. Ends with a
 * line of JSON, and with code 1 when a bug was missed.
 */
const [seed = '1', ...names] = process.argv.slice(2);
const bugs = names.map((name) => {
  const bug = plantedBugs.find((known) => known.name === name);
  if (!bug) throw new Error(`No bug ${name}: ${plantedBugs.map((known) => known.name).join(', ')}`);
  return bug;
});
if (bugs.length === 0) bugs.push(...plantedBugs);
const runs = process.env.TRUNKLINE_PROPERTY_RUNS ?? '25';
const { url, stop } = await ownRedis();

/** Over one shard: over three a bug is found as well, but later. */
const property: Test = { file: 'properties/properties.test.ts', only: 'Redis and memory agree' };

type Ending = { passed: boolean; after: number | null; says: string };

/** Runs a test file, with the bug or without one. */
function attempt({ file, only }: Test, bug?: PlantedBug): Promise<Ending> {
  const plant = bug ? ['--import', new URL('./parts/plant.ts', import.meta.url).href] : [];
  const path = new URL(`../src/${file}`, import.meta.url).pathname;
  const child = spawn(process.execPath, [...plant, '--test-name-pattern', only, path], {
    env: {
      ...process.env,
      REDIS_URL: url,
      TRUNKLINE_PROPERTY_SEED: seed,
      TRUNKLINE_PROPERTY_RUNS: runs,
      ...(bug && { TRUNKLINE_PLANTED_BUG: bug.name }),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk));
  return new Promise((resolve) => {
    child.once('exit', (code) => {
      const after = /Property failed after (\d+) tests/.exec(output)?.[1];
      const says = /\[cause\]: (.*)/.exec(output)?.[1] ?? /AssertionError.*?: (.*)/.exec(output)?.[1] ?? '';
      resolve({ passed: code === 0, after: after ? Number(after) : null, says: says.slice(0, 200) });
    });
  });
}

const clean: Record<string, boolean> = {};
for (const test of new Set([property, ...bugs.map((bug) => bug.test ?? property)])) {
  const name = `${test.file}: ${test.only}`;
  clean[name] = (await attempt(test)).passed;
  console.error(`${clean[name] ? 'passes' : 'FAILS'}   without a bug: ${name}`);
}
const found: Record<string, number | boolean> = {};
for (const bug of bugs) {
  const { passed, after, says } = await attempt(bug.test ?? property, bug);
  found[bug.name] = passed ? false : (after ?? true);
  console.error(
    `${passed ? 'MISSED' : 'found '}   ${bug.name}${after ? `, by story ${after}` : ''}: ${says}`,
  );
}
await stop();
const sound = Object.values(clean).every(Boolean) && Object.values(found).every((story) => story !== false);
console.log(
  JSON.stringify({
    bench: 'planted-bugs',
    property_test_found: bugs.filter((bug) => !bug.test && found[bug.name]).length,
    seed: Number(seed),
    runs: Number(runs),
    clean,
    found_by_story: found,
  }),
);
process.exit(sound ? 0 : 1);
