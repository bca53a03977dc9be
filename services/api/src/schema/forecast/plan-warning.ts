import { type PlanWarning as PlanWarningValue, planWarnings } from '@trunkline/diagnosis';
import { builder } from '../kit/builder.ts';
import { enumValues } from '../kit/enum-values.ts';
import { shown } from '../kit/shown.ts';

const PlanWarningCode = builder.enumType('PlanWarningCode', {
  description: 'What cannot work about a plan.',
  values: enumValues(planWarnings, {
    MISSES_TARGET: 'It would be done after its target date.',
    RATE: 'Hosts do not allow that many pages a second.',
    SLOW: 'One host alone takes more than a week.',
    NO_WORKERS: 'There is no worker.',
    WINDOW: 'There is no time in which URLs may be handed out.',
    QUOTA: 'The project may fetch no pages.',
    CONCURRENCY: 'The pace is not reached with so few at once.',
  }),
});

export const PlanWarning = builder.objectRef<PlanWarningValue>('PlanWarning').implement({
  description: 'Something about a plan that cannot work.',
  fields: (t) =>
    shown(t, { code: [PlanWarningCode, 'What.'], message: ['String', 'In words, and what would help.'] }),
});
