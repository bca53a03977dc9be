import type { Pace as PaceValue } from '@trunkline/policy';
import { builder } from '../kit/builder.ts';

/** A pace is one of two kinds inside and one type with nulls outside. */

const PaceMode = builder.enumType('PaceMode', {
  description: 'How starts on one host are spaced.',
  values: {
    DELAY: { value: 'delay', description: 'One URL at a time, `delayMs` from start to start.' },
    RATE: { value: 'rate', description: 'Up to `concurrency` URLs at once, `perSecond` starts a second.' },
  } as const,
});

export const Pace = builder.objectRef<PaceValue>('Pace').implement({
  description: 'How often one host may be asked, by all workers together.',
  fields: (t) => ({
    mode: t.field({ type: PaceMode, description: 'Which of the two kinds.', resolve: (pace) => pace.mode }),
    delayMs: t.int({
      nullable: true,
      description: 'Mode DELAY: milliseconds from one start to the next.',
      resolve: (pace) => (pace.mode === 'delay' ? pace.delayMs : null),
    }),
    perSecond: t.float({
      nullable: true,
      description: 'Mode RATE: starts a second.',
      resolve: (pace) => (pace.mode === 'rate' ? pace.perSecond : null),
    }),
    concurrency: t.int({
      nullable: true,
      description: 'Mode RATE: URLs of a host in flight at once.',
      resolve: (pace) => (pace.mode === 'rate' ? pace.concurrency : null),
    }),
  }),
});

export const PaceInput = builder.inputType('PaceInput', {
  description: 'Either `delayMs`, or `perSecond` with `concurrency`.',
  fields: (t) => ({
    mode: t.field({
      type: PaceMode,
      description: 'Left out: DELAY when `delayMs` is given, RATE when `perSecond` is given.',
    }),
    delayMs: t.int({ description: 'Mode DELAY: milliseconds from one start to the next, 0 to a day.' }),
    perSecond: t.float({ description: 'Mode RATE: starts a second on one host, up to 10,000.' }),
    concurrency: t.int({
      description: 'Mode RATE: URLs of a host in flight at once, 1 to 256; 1 when left out.',
    }),
  }),
});
