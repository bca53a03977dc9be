import { BadInputError, VersionConflictError } from '../../stores/errors.ts';
import { builder } from '../builder.ts';
import { words } from '../words.ts';
import { Project } from './project.ts';

const ProjectUpdateInput = builder.inputType('ProjectUpdateInput', {
  description: 'A change of the project of this key; what is left out stays, null is no limit.',
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
    expectedVersion: t.int({ description: words.expectedVersion }),
    reason: t.string({ description: words.reason }),
  }),
});

builder.mutationField('projectUpdate', (t) =>
  t.field({
    type: Project,
    description: 'Changes the quotas of the project. Runs are held, or go on, within seconds.',
    authScopes: { scope: 'admin' },
    errors: { types: [BadInputError, VersionConflictError] },
    args: { input: t.arg({ type: ProjectUpdateInput, required: true, description: 'The change.' }) },
    resolve: (_root, { input }, { stores }) => stores.projects.setQuotas(input),
  }),
);
