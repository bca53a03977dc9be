import type { HostPauseValue } from '../../stores/values.ts';
import { builder } from '../builder.ts';
import { Job } from '../job/job.ts';

export const HostPaused = builder.objectRef<HostPauseValue>('HostPaused').implement({
  description: 'Whether a host is paused.',
  fields: (t) => ({
    host: t.exposeString('host', { description: 'The host.' }),
    paused: t.exposeBoolean('paused', { description: 'Nothing of it is handed out.' }),
    job: t.field({
      type: Job,
      nullable: true,
      description: 'For this job alone; null: for every run.',
      resolve: ({ jobId }, _args, { stores }) => (jobId === null ? null : stores.jobs.find(jobId)),
    }),
  }),
});
