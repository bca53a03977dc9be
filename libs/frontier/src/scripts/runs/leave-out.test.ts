import assert from 'node:assert/strict';
import { begin, makeRun, makeUrls } from '../../testing/make.ts';
import { rule } from '../../testing/rule.ts';

rule(
  'what is left out of a run is told as it was said; of one that is not known nobody is told',
  async (world) => {
    const { frontier } = world;
    await begin(world, makeRun(), makeUrls('g.test', 1));
    const omitted = [{ kind: 'links', of: '10000', count: 590_000, sample: 'http://g.test/ü' }] as const;
    await frontier.leaveOut('a', omitted);
    await frontier.leaveOut('unknown', omitted);
    await frontier.leaveOut('a', []);
    const entries = (await frontier.readOutcomes('r', 100)).filter(({ kind }) => kind === 'leftOut');
    assert.deepEqual(
      entries.map(({ id: _id, ...entry }) => entry),
      [{ run: 'a', kind: 'leftOut', record: JSON.stringify(omitted) }],
    );
    await frontier.ackOutcomes(entries.map(({ id }) => id));
    assert.equal((await frontier.sizes('a'))?.counters.finished, 0, 'none of its URLs ended with that');
  },
);
