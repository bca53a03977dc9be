import type { JobFilter } from '@trunkline/database';
import { builder } from '../kit/builder.ts';
import { enumValues } from '../kit/enum-values.ts';
import { type Combinable, combine, combinedWords, OrderDirection, TimeRange } from '../kit/filters.ts';
import { requireKey } from '../kit/ids.ts';
import { JobState } from './job-state.ts';

const JobOrderField = builder.enumType('JobOrderField', {
  description: 'What jobs are ordered by.',
  values: enumValues(['name', 'createdAt', 'updatedAt'], {
    name: 'Name.',
    createdAt: 'When it was created.',
    updatedAt: 'When it was last changed.',
  }),
});

const LabelFilterInput = builder.inputType('LabelFilter', {
  description: 'A label.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'There is a label of this name.' }),
    value: t.string({ description: 'And it has this value.' }),
  }),
});

type Given = {
  ids?: string[] | null | undefined;
  state?: (typeof JobState.$inferInput)[] | null | undefined;
  name?: string | null | undefined;
  policyId?: string | null | undefined;
  label?: typeof LabelFilterInput.$inferInput | null | undefined;
  createdAt?: typeof TimeRange.$inferInput | null | undefined;
};

export const JobFilterInput = builder.inputRef<Combinable<Given>>('JobFilter').implement({
  description: 'Which jobs; every field given must hold. Bulk operations take the same filter.',
  fields: (t) => ({
    ids: t.idList({ description: 'It is one of these, at most 1,000.' }),
    state: t.field({ type: [JobState], description: 'State is one of these.' }),
    name: t.string({ description: 'Name contains this, whatever the case.' }),
    policyId: t.id({ description: 'It crawls under this policy.' }),
    label: t.field({ type: LabelFilterInput, description: 'It has this label.' }),
    createdAt: t.field({ type: TimeRange, description: 'When it was created.' }),
    and: t.field({ type: [JobFilterInput], description: combinedWords.and }),
    or: t.field({ type: [JobFilterInput], description: combinedWords.or }),
    not: t.field({ type: JobFilterInput, description: combinedWords.not }),
  }),
});

export const JobOrderInput = builder.inputType('JobOrder', {
  description: 'An order of jobs.',
  fields: (t) => ({
    field: t.field({ type: JobOrderField, required: true, description: 'By what.' }),
    direction: t.field({ type: OrderDirection, required: true, description: 'Which way.' }),
  }),
});

/** The filter as it is kept: ids as in the database, times as text. */
export const jobFilter = (
  given: Combinable<Given> | null | undefined,
  path: readonly string[] = ['filter'],
): JobFilter =>
  combine<Given, JobFilter>(given ?? {}, ({ ids, policyId, createdAt, ...rest }) => ({
    ...rest,
    ids: ids?.slice(0, 1000).map((id, at) => requireKey('Job', id, [...path, 'ids', String(at)])),
    policyId: policyId == null ? null : requireKey('Policy', policyId, [...path, 'policyId']),
    createdAt: createdAt && {
      gte: createdAt.gte?.toISOString() ?? null,
      lt: createdAt.lt?.toISOString() ?? null,
    },
  }));
