import { placeOf } from '../../stored/entry-place.ts';
import type { Frontier } from '../../types.ts';
import type { World } from '../world.ts';

/** The outcomes stream: an entry is given to one consumer and stays until it is acknowledged. */
export function createOutcomes(
  world: World,
): Pick<Frontier, 'readOutcomes' | 'ackOutcomes' | 'outcomesSpan' | 'outcomesBacklog'> {
  const given = new Set<string>();
  return {
    async readOutcomes(_consumer, count) {
      const entries = world.outcomes.filter(({ id }) => !given.has(id)).slice(0, count);
      for (const { id } of entries) given.add(id);
      return entries;
    },
    async ackOutcomes(ids) {
      const acknowledged = new Set(ids);
      for (const id of ids) given.delete(id);
      world.outcomes = world.outcomes.filter(({ id }) => !acknowledged.has(id));
    },
    async outcomesSpan() {
      const first = world.outcomes[0] && placeOf(world.outcomes[0].id).entry;
      return [{ first: first ?? null, last: String(world.outcomeId) }];
    },
    async outcomesBacklog() {
      return { length: world.outcomes.length, lag: world.outcomes.length - given.size, oldestMs: 0 };
    },
  };
}
