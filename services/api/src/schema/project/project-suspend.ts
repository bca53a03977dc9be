import { WrongStateError } from '../../stores/errors.ts';
import { mutation } from '../kit/mutation.ts';
import { Project } from './project.ts';

const verbs = {
  projectSuspend:
    'Has a project stand still: within a second its runs hand out nothing, and its keys read and change nothing; schedules wait. ' +
    'The reason is told to the project. Suspending it again changes nothing.',
  projectResume:
    'Lets a suspended project go on where it stood. What its schedules missed counts as one time. Resuming it again changes nothing.',
};

for (const [name, description] of Object.entries(verbs))
  mutation(name, {
    type: Project,
    description,
    scope: 'operator',
    argument: 'Which project.',
    of: 'Project',
    with: ['reason'],
    errors: [WrongStateError],
    resolve: (input, { projects }) => projects.suspend(input, name === 'projectSuspend'),
  });
