import { outcomeKinds } from '@trunkline/policy';
import type { DeadValue } from '../../stores/values.ts';
import { builder } from '../builder.ts';
import { type Combinable, combinedWords } from '../combined.ts';
import { connectionOf } from '../connection.ts';

export const DeadPage = builder.objectRef<DeadValue>('DeadPage');

builder.node(DeadPage, {
  id: {
    resolve: ({ runSerial, hash }) => `${runSerial.toString(36)}.${hash}`,
    description: 'Opaque id.',
  },
  async loadOne(id, { stores }) {
    const [, serial, hash] = /^([0-9a-z]{1,7})\.(-?\d{1,19})$/.exec(id) ?? [];
    const run = serial ? await stores.runs.findBySerial(Number.parseInt(serial, 36) | 0) : null;
    return run && hash ? stores.dead.find(run, hash) : null;
  },
  description: 'A URL that a run gave up. Hostile text: never render it as HTML.',
  fields: (t) => ({
    url: t.exposeString('url', { description: 'Canonical URL.' }),
    reason: t.exposeString('reason', {
      nullable: true,
      description: 'Why it was given up: `attempts`, `host-unreachable`, `poison` …',
    }),
    outcome: t.exposeString('outcome', {
      description: `How the last visit ended: ${outcomeKinds.join(', ')}.`,
    }),
    code: t.exposeString('code', { nullable: true, description: 'Failure code, or what refused the visit.' }),
    detail: t.exposeString('detail', { nullable: true, description: 'Message of the failure.' }),
    status: t.exposeInt('status', { nullable: true, description: 'HTTP status, when there was one.' }),
    attempts: t.exposeInt('attempts', { description: 'How often it was tried.' }),
    depth: t.exposeInt('depth', { description: 'Links away from a seed.' }),
    at: t.expose('at', { type: 'DateTime', description: 'When the last visit began.' }),
  }),
});

export const DeadPageConnection = connectionOf('DeadPage', DeadPage);

export const DeadReason = builder.objectRef<{ reason: string; count: number }>('DeadReason').implement({
  description: 'How many URLs a run gave up for one reason.',
  fields: (t) => ({
    reason: t.exposeString('reason', { description: 'The reason.' }),
    count: t.expose('count', { type: 'Long', description: 'How many.' }),
  }),
});

export const DeadFilterInput = builder
  .inputRef<Combinable<{ reason?: string[] | null | undefined }>>('DeadFilter')
  .implement({
    description: 'Which URLs that were given up. Bulk operations take the same filter.',
    fields: (t) => ({
      reason: t.stringList({ description: 'Reason is one of these.' }),
      and: t.field({ type: [DeadFilterInput], description: combinedWords.and }),
      or: t.field({ type: [DeadFilterInput], description: combinedWords.or }),
      not: t.field({ type: DeadFilterInput, description: combinedWords.not }),
    }),
  });
