import { mutation } from '../kit/mutation.ts';
import { Project } from './project.ts';

mutation('projectUpdate', {
  type: Project,
  description: 'Changes the quotas of the project. Runs are held, or go on, within seconds.',
  scope: 'operator',
  argument: 'The change.',
  input: 'A change of the project of this key; what is left out stays, null is no limit.',
  fields: (t) => ({
    maxJobs: t.int({ description: 'Jobs at once.' }),
    maxPagesPerDay: t.field({ type: 'Long', description: 'Pages fetched from midnight to midnight UTC.' }),
    maxStorageBytes: t.field({
      type: 'Long',
      description: 'Body bytes on the wire of all runs that are kept.',
    }),
    maxConcurrency: t.int({
      description:
        'URLs of all its runs in flight at once, 1 or more: dealt to them by weight and need, anew every second. Visits to robots.txt are not counted.',
    }),
  }),
  with: ['expectedVersion', 'reason'],
  resolve: (input, { projects }) => projects.setQuotas(input),
});
