/*
npm run bench -- diagnosis [--seeds 1] [--seed 1] [--causes dns-drop,STORE] [--healthy] [--pairs] [--forecast]
                           [--hosts 3000] [--workers 2] [--rate 150] [--server 127.0.0.1:8080]

Crawls 3,000 mirrors of java.test of docs-web at a pace that leaves the machine most of its time, lets one fault at a time into it, and
holds what Trunkline says of it against what was done: within how many seconds the right cause is named first, and is not named
any more when the fault is over. How strong a fault is, and at which hosts, is of the seed. Then two faults at once, and crawls in which nothing
is wrong. Whatever is looked at, the causes of waiting must sum to what waits.

With one of --causes, --healthy, --pairs and --forecast only that is done. Prints the confusion matrix (injected × named); the last line is JSON.
docs-web must be served at --server (`docs-web up`): names and faults are put before it. The faults of the disk take root.
*/
import { parseArgs } from 'node:util';
import { crawlHealthily, type Healthy } from './diagnosis/healthy.ts';
import { cases, pairs } from './diagnosis/pairs.ts';
import { line, matrix, summary } from './diagnosis/report.ts';
import { type Score, score } from './diagnosis/score.ts';
import { startWatch, type Watch } from './diagnosis/watch.ts';
import { startWorld, type World } from './diagnosis/world.ts';
import { forecastHits as forecastHitsOf } from './parts/forecast/hits.ts';
import { seeded } from './parts/seeded.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    causes: { type: 'string' },
    healthy: { type: 'boolean', default: false },
    pairs: { type: 'boolean', default: false },
    forecast: { type: 'boolean', default: false },
    hosts: { type: 'string', default: '3000' },
    workers: { type: 'string', default: '2' },
    rate: { type: 'string', default: '150' },
    server: { type: 'string', default: '127.0.0.1:8080' },
  },
});
const say = (text: string) => console.error(text);
const all = !(values.causes || values.healthy || values.pairs || values.forecast);
const wanted = values.causes?.split(',');
const chosen = Object.entries(cases).filter(
  ([name, { cause }]) => (all && !wanted) || wanted?.includes(name) || wanted?.includes(cause),
);
if (wanted && chosen.length === 0)
  throw new Error(`No such cause: ${wanted}. There are ${Object.keys(cases).join(', ')}`);
const seeds = Array.from({ length: Number(values.seeds) }, (_, i) => Number(values.seed) + i);

const scores: Score[] = [];
const wrongSums: string[] = [];
let looks = 0;
let healthy: Healthy[] = [];
const withFaults = chosen.length > 0 || values.pairs || all;
if (withFaults || values.healthy) {
  const world = await startWorld({
    server: values.server,
    hosts: Number(values.hosts),
    workers: Number(values.workers),
    perSecond: Number(values.rate),
  });
  try {
    if (values.healthy || all) healthy = await crawlHealthily(world, say);
    if (withFaults) await injectAll(world);
  } finally {
    await world.end();
  }
}
for (const one of healthy) {
  looks += one.looks;
  wrongSums.push(...one.wrongSums);
}
const forecastHits =
  values.forecast || all ? (await forecastHitsOf({ seed: Number(values.seed), say })).hits : null;
console.log(matrix(scores));
console.log(JSON.stringify(summary(scores, healthy, { looks, wrongSums, forecastHits })));

async function injectAll(world: World): Promise<void> {
  await world.renew();
  const watch = startWatch(world.stack, () => world.job);
  for (const seed of seeds) {
    for (const [name, one] of chosen) {
      const problem = one.problem?.(world);
      if (problem) say(`left out ${name}: ${problem}`);
      else await inject({ world, watch }, seed, [{ name }]);
    }
    for (const pair of values.pairs || all ? pairs : []) await inject({ world, watch }, seed, pair);
  }
  await watch.stop();
  looks += watch.looks();
  wrongSums.push(...watch.wrong);
}

async function inject(
  { world, watch }: { world: World; watch: Watch },
  seed: number,
  faults: readonly { name: string; share?: number }[],
): Promise<void> {
  const name = faults.map((fault) => fault.name).join('+');
  await settled({ world, watch });
  const result = await score(
    watch,
    { name, seed, cases: faults.map((fault) => cases[fault.name]!) },
    async () => {
      const injected = [];
      for (const fault of faults) {
        const random = seeded(
          seed * 1000 + [...fault.name].reduce((sum, char) => sum + char.charCodeAt(0), 0),
        );
        injected.push(await cases[fault.name]!.inject(world, random, fault.share));
      }
      return injected;
    },
  );
  scores.push(result);
  say(line(result));
}

/** A crawl of which nothing is found: that which is there, or, where a fault left something behind, another one. */
async function settled({ world, watch }: { world: World; watch: Watch }): Promise<void> {
  const isCalm = ({ findings, causes }: Watch['samples'][number]) =>
    findings.length === 0 && causes[0]?.cause === 'PACE';
  if (await watch.until(isCalm, 8000)) return;
  say('another crawl: something is left of the last fault');
  await world.renew();
}
