import { type HostPauseValue, hostPausers } from '../../stores/values.ts';
import { builder } from '../kit/builder.ts';
import { enumValues } from '../kit/enum-values.ts';
import { Job } from '../kit/objects.ts';
import { shown } from '../kit/shown.ts';

const HostPauser = builder.enumType('HostPauser', {
  description: 'Who pauses a host for every run.',
  values: enumValues(hostPausers, {
    project: 'An operator, for this project.',
    others: 'An operator of the installation, for another project.',
  }),
});

export const HostPaused = builder.objectRef<HostPauseValue>('HostPaused').implement({
  description: 'Whether a host is paused.',
  fields: (t) => ({
    ...shown(t, {
      host: ['String', 'The host.'],
      paused: ['Boolean', 'Nothing of it is handed out, whoever pauses it.'],
    }),
    heldBy: t.expose('heldBy', {
      type: HostPauser,
      nullable: true,
      description:
        'Who pauses it for every run beside what was asked for now: until they resume it too, it stays paused. Null: nobody.',
    }),
    job: t.field({
      type: Job,
      nullable: true,
      description: 'For this job alone; null: for every run.',
      resolve: ({ jobId }, _args, { stores }) => (jobId === null ? null : stores.jobs.find(jobId)),
    }),
  }),
});
