import type { HostPauseValue } from '../../stores/values.ts';
import { builder } from '../kit/builder.ts';
import { Job } from '../kit/objects.ts';
import { shown } from '../kit/shown.ts';

export const HostPaused = builder.objectRef<HostPauseValue>('HostPaused').implement({
  description: 'Whether a host is paused.',
  fields: (t) => ({
    ...shown(t, { host: ['String', 'The host.'], paused: ['Boolean', 'Nothing of it is handed out.'] }),
    job: t.field({
      type: Job,
      nullable: true,
      description: 'For this job alone; null: for every run.',
      resolve: ({ jobId }, _args, { stores }) => (jobId === null ? null : stores.jobs.find(jobId)),
    }),
  }),
});
