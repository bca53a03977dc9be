/*
npm run bench -- forecast [--seed 1] [--seeds 1] [--only NAME]

Ten differing crawls of webs that do not exist, on a clock that jumps: what was forecast against what then happened. `hits`: crawls of
which the end lay in the range that was told, half-way and at each tenth after it; `widest_from_half`: the widest of these ranges,
half of it against what was left. With several seeds both are of the worst one.
*/
import { parseArgs } from 'node:util';
import { forecastHits } from './parts/forecast/hits.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    seeds: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
  },
});
const results = [];
for (let i = 0; i < Number(values.seeds); i++) {
  const result = await forecastHits({ seed: Number(values.seed) + i, only: values.only, say: console.error });
  console.error(
    `seed ${result.seed}: ${result.hits} of ${result.of}, widest ±${Math.round(result.widest * 100)} %`,
  );
  results.push(result);
}
const worst = results.reduce((a, b) => (b.hits < a.hits ? b : a));
console.log(
  JSON.stringify({
    bench: 'forecast',
    ...{ seeds: results.map(({ seed }) => seed), of: worst.of, hits: worst.hits },
    widest_from_half: Math.round(Math.max(...results.map(({ widest }) => widest)) * 1000) / 1000,
  }),
);
