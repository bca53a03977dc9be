import type { LabelValue } from '../../stores/job/job-input.ts';
import { builder } from '../kit/builder.ts';
import { shown } from '../kit/shown.ts';

export const Label = builder.objectRef<LabelValue>('Label').implement({
  description: 'A name and a value that mean something to you; jobs are found by them.',
  fields: (t) =>
    shown(t, {
      name: ['String', '1 to 63 letters, digits and `._-/`.'],
      value: ['String', 'Up to 255 characters.'],
    }),
});

export const LabelInput = builder.inputType('LabelInput', {
  description: 'A name and a value that mean something to you.',
  fields: (t) => ({
    name: t.string({ required: true, description: '1 to 63 letters, digits and `._-/`.' }),
    value: t.string({ required: true, description: 'Up to 255 characters.' }),
  }),
});
