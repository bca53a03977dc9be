import { leftOutKinds, outcomeKinds } from '@trunkline/policy';
import { urlOfRunParts } from '../../stores/lists/keys.ts';
import type { LeftOutValue } from '../../stores/run/dead-store.ts';
import type { DeadValue } from '../../stores/values.ts';
import { builder } from '../kit/builder.ts';
import { connectionOf } from '../kit/connection.ts';
import { type Combinable, combinedWords } from '../kit/filters.ts';
import { shown } from '../kit/shown.ts';

const DeadPage = builder.objectRef<DeadValue>('DeadPage');

builder.node(DeadPage, {
  id: {
    resolve: ({ runSerial, hash }) => `${runSerial.toString(36)}.${hash}`,
    description: 'Opaque id.',
  },
  async loadOne(id, { stores }) {
    const parts = urlOfRunParts(id);
    const run = parts && (await stores.runs.findBySerial(parts.run));
    return run && parts ? stores.dead.find(run, parts.hash) : null;
  },
  description: 'A URL that a run gave up. Hostile text: never render it as HTML.',
  fields: (t) =>
    shown(t, {
      url: ['String', 'Canonical URL.'],
      reason: ['String?', 'Why it was given up: `attempts`, `host-unreachable`, `poison` …'],
      outcome: ['String', `How the last visit ended: ${outcomeKinds.join(', ')}.`],
      code: ['String?', 'Failure code, or what refused the visit.'],
      detail: ['String?', 'Message of the failure.'],
      status: ['Int?', 'HTTP status, when there was one.'],
      attempts: ['Int', 'How often it was tried.'],
      depth: ['Int', 'Links away from a seed.'],
      at: ['DateTime', 'When the last visit began.'],
    }),
});

export const DeadPageConnection = connectionOf('DeadPage', DeadPage, ({ hash }) => hash);

export const DeadReason = builder.objectRef<{ reason: string; count: number }>('DeadReason').implement({
  description: 'How many URLs a run gave up for one reason.',
  fields: (t) => shown(t, { reason: ['String', 'The reason.'], count: ['Long', 'How many.'] }),
});

export const LeftOut = builder.objectRef<LeftOutValue>('LeftOut').implement({
  description: 'What a run did not crawl, or not wholly, for one reason.',
  fields: (t) =>
    shown(t, {
      kind: ['String', `Which kind of reason: dropped, ${leftOutKinds.join(', ')}.`],
      reason: ['String', 'The reason, for people.'],
      count: ['Long', 'How many.'],
      sample: ['String?', 'One of them.'],
    }),
});

export const DeadFilterInput = builder
  .inputRef<Combinable<{ reason?: string[] | null | undefined; shape?: string[] | null | undefined }>>(
    'DeadFilter',
  )
  .implement({
    description: 'Which URLs that were given up. Bulk operations take the same filter.',
    fields: (t) => ({
      reason: t.stringList({ description: 'Reason is one of these.' }),
      shape: t.stringList({ description: 'Held with one of these shapes.' }),
      and: t.field({ type: [DeadFilterInput], description: combinedWords.and }),
      or: t.field({ type: [DeadFilterInput], description: combinedWords.or }),
      not: t.field({ type: DeadFilterInput, description: combinedWords.not }),
    }),
  });
