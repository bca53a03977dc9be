import { WrongStateError } from '../../stores/errors.ts';
import { mutation } from '../kit/mutation.ts';
import { ProjectDeletion } from './project-deletion.ts';

mutation('projectDelete', {
  type: ProjectDeletion,
  description:
    'Deletes a project with its jobs, runs, pages, captures, policies, schedules, webhooks, keys and log: nobody gets in from now on, ' +
    'nothing of it goes, and the conductor removes what it had. Files of the archive that no other run needs go with retention. ' +
    'Asking again tells how far that is, also when all is gone. WrongStateError: runs of it go, or the key is of that project, or of ' +
    'the last operators.',
  scope: 'operator',
  argument: 'Which project.',
  of: 'Project',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Its name, exactly, so that it is the one you mean.' }),
    force: t.boolean({ description: 'Although runs of it go: they are cancelled.' }),
  }),
  with: ['reason'],
  errors: [WrongStateError],
  resolve: (input, { projects }) => projects.remove(input),
});
