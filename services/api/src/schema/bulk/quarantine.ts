import { type TrapState as StateOfTrap, trapStates } from '@trunkline/database';
import type { Decision, TrapValue } from '../../stores/run/trap-store.ts';
import type { BulkValue } from '../../stores/values.ts';
import { builder } from '../kit/builder.ts';
import { enumValues } from '../kit/enum-values.ts';
import { type InputBuilder, mutation } from '../kit/mutation.ts';
import { shown } from '../kit/shown.ts';
import { BulkOperation } from './bulk-operation.ts';

const TrapState = builder.enumType('TrapState', {
  description: 'What is known, or was decided, of a shape of URLs that was taken for a trap.',
  values: enumValues(trapStates, {
    watched: 'Its URLs are fetched all the same.',
    held: 'They are held in this run, until somebody decides.',
    released: 'They are not held in this run any more.',
    kept: 'They are held in all runs of the job.',
    allowed: 'They are held in no run of the job.',
  } satisfies Record<StateOfTrap, string>),
});

export const Trap = builder.objectRef<TrapValue>('Trap').implement({
  description:
    'A shape of URLs that keeps growing and brings nothing new, with the evidence as the worker saw it that found it. Hostile text: never render it as HTML.',
  fields: (t) => ({
    ...shown(t, {
      shape: [
        'String',
        'The shape, by which it is released, kept or allowed: host and tokens, parted by spaces.',
      ],
      pattern: ['String', 'The same for people: `#` are digits, `~` what is made up, `*` anything.'],
      state: [TrapState, 'Whether its URLs are held.'],
      since: ['DateTime', 'When it was found.'],
      decidedAt: ['DateTime?', 'When somebody decided.'],
      pages: ['Long', 'Pages of it that were looked at.'],
      fresh: ['Long', 'Those that brought something new: text, or links that lead on.'],
      row: ['Long', 'Pages of the last row, in which nearly none did.'],
      found: ['Long', 'New links to it.'],
      mistake: ['Float', 'Chance that a good shape has such a row.'],
      barren: ['[String]', 'Pages that brought nothing, the last five.'],
    }),
    held: t.field({
      type: 'Long',
      description: 'URLs of this run that are held with it now; `dead` lists them.',
      resolve: (trap) => trap.held(),
    }),
    pair: t.exposeStringList('pair', { nullable: true, description: 'Two pages that say the same.' }),
  }),
});

export const Quarantine = builder.objectRef<{ held: number; traps: TrapValue[] }>('Quarantine').implement({
  description: 'URLs of a run that are held because their like brings nothing new.',
  fields: (t) =>
    shown(t, {
      held: ['Long', 'URLs that are held now.'],
      traps: [[Trap], 'The shapes, the first found first, and those decided on for all runs of the job.'],
    }),
});

const Decided = builder
  .objectRef<{ traps: TrapValue[]; operation: BulkValue | null }>('QuarantineDecided')
  .implement({
    description: 'The shapes that were decided on, and the operation that lets their URLs wait again.',
    fields: (t) =>
      shown(t, {
        traps: [[Trap], 'The shapes as they are now.'],
        operation: [BulkOperation, 'The operation; null where nothing is released.', 'nullable'],
      }),
  });

const usual = {
  type: Decided,
  scope: 'jobs:write',
  argument: 'Which shapes of which run.',
  inputName: 'QuarantineInput',
  of: 'Run',
  with: ['reason'],
  fields: (t: InputBuilder) => ({
    shape: t.stringList({ description: 'Only these shapes; left out: all that are held in the run.' }),
  }),
} as const;

mutation('quarantineRelease', {
  ...usual,
  description: 'Holds URLs of these shapes in this run no more: those that were held wait again.',
  resolve: (input: Decision, { traps }) => traps.release('quarantineRelease', 'released', input),
});

mutation('quarantineAllow', {
  ...usual,
  description: 'Holds URLs of these shapes in no run of the job: those that were held wait again.',
  resolve: (input: Decision, { traps }) => traps.release('quarantineAllow', 'allowed', input),
});

mutation('quarantineKeep', {
  ...usual,
  description: 'Holds URLs of these shapes in this and all coming runs of the job, from their beginning.',
  resolve: (input: Decision, { traps }) => traps.keep('quarantineKeep', input),
});
