import { jobStates } from '../../stores/values.ts';
import { builder } from '../builder.ts';
import { enumValues } from '../enum-values.ts';

export const JobState = builder.enumType('JobState', {
  description: 'The state of the latest run of a job; NEW before the first.',
  values: enumValues(jobStates),
});
