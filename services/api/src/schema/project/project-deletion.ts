import type { ProjectDeletionValue } from '../../stores/values.ts';
import { builder } from '../kit/builder.ts';
import { encodeId } from '../kit/ids.ts';
import { shown } from '../kit/shown.ts';

export const ProjectDeletion = builder.objectRef<ProjectDeletionValue>('ProjectDeletion').implement({
  description: 'How far the removal of a project is.',
  fields: (t) => ({
    id: t.id({ description: 'Id of the project.', resolve: ({ id }) => encodeId('Project', id) }),
    ...shown(t, {
      name: ['String', 'Name it had.'],
      jobs: ['Int', 'Jobs that are left.'],
      runs: ['Int', 'Runs that are left.'],
      done: ['Boolean', 'Nothing is left.'],
    }),
  }),
});
