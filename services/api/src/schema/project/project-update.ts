import { mutation } from '../kit/mutation.ts';
import { Project } from './project.ts';
import { quotaFields } from './quotas.ts';

mutation('projectUpdate', {
  type: Project,
  description: 'Changes the name or the quotas of a project. Runs are held, or go on, within seconds.',
  scope: 'operator',
  argument: 'The change.',
  input: 'A change of a project; what is left out stays, null is no limit.',
  keys: { id: 'Project' },
  fields: (t) => ({
    id: t.id({ description: 'Id of the project; left out: the one of this key.' }),
    name: t.string({ description: 'Another name, 1 to 200 characters; no other project has it.' }),
    ...quotaFields(t),
  }),
  with: ['expectedVersion', 'reason'],
  resolve: (input, { projects }) => projects.update(input),
});
