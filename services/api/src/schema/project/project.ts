import { projectState } from '../../stores/project/project-store.ts';
import { type Caller, type Project as ProjectValue, projectStates } from '../../stores/values.ts';
import { builder } from '../kit/builder.ts';
import { connectionOf, listed } from '../kit/connection.ts';
import { enumValues } from '../kit/enum-values.ts';
import { Versioned } from '../kit/errors.ts';
import { foundById } from '../kit/found.ts';
import { shown } from '../kit/shown.ts';
import { KeyScope } from './key-scope.ts';
import { ProjectDeletion } from './project-deletion.ts';
import { QuotaName, Quotas, Usage } from './quotas.ts';

export const Project = builder.objectRef<ProjectValue>('Project');

const ProjectConnection = connectionOf('Project', Project, (project) => project.id);

const ProjectState = builder.enumType('ProjectState', {
  description: 'Where a project is in its life.',
  values: enumValues(projectStates, {
    active: 'It crawls, and its keys do what they may.',
    suspended: 'An operator has it stand still: its runs hand out nothing, its keys only read.',
    deleting: 'It was deleted, and what it had is being removed.',
  }),
});

builder.node(Project, {
  interfaces: [Versioned],
  description: 'The tenant: owns jobs, policies and keys.',
  id: { resolve: (project) => project.id, description: 'Opaque id.' },
  loadOne: (id, { stores }) => stores.projects.find(id),
  fields: (t) => ({
    ...shown(t, {
      name: ['String', 'Name for people.'],
      version: ['Int', 'Rises with every change.'],
      heldBy: [
        QuotaName,
        'The quota that is spent: until it is not, its runs hand out nothing. Null: none.',
        'nullable',
      ],
      createdAt: ['DateTime', 'When it was created.'],
      suspendedAt: ['DateTime?', 'Since when an operator has it stand still; null: it goes.'],
      suspendedFor: ['String?', 'Why, as the operator said it.'],
    }),
    state: t.field({ type: ProjectState, description: 'Where it is in its life.', resolve: projectState }),
    deletion: t.field({
      type: ProjectDeletion,
      nullable: true,
      complexity: 10,
      description: 'How far its removal is; null: it was not deleted.',
      resolve: (project, _args, { stores }) => stores.projects.deletion(project),
    }),
    quotas: t.field({ type: Quotas, description: 'What it may use.', resolve: (project) => project }),
    usage: t.field({
      type: Usage,
      complexity: 10,
      description: 'What it uses.',
      resolve: (project, _args, { stores }) => stores.projects.usage(project.id),
    }),
  }),
});

builder.queryField('project', (t) =>
  t.field({
    type: Project,
    nullable: true,
    authScopes: { scope: 'operator' },
    args: { id: t.arg.id({ required: true, description: 'Id of a project.' }) },
    description:
      'One project; the error NOT_FOUND when there is none of this id. The own one is `viewer.project`.',
    resolve: (_root, { id }, { stores }) => foundById('Project', id, 'project', stores.projects.find),
  }),
);

const ProjectFilterInput = builder.inputType('ProjectFilter', {
  description: 'Which projects.',
  fields: (t) => ({ state: t.field({ type: ProjectState, description: 'State is this.' }) }),
});

builder.queryField('projects', (t) =>
  listed(t, ProjectConnection, {
    authScopes: { scope: 'operator' },
    args: { filter: t.arg({ type: ProjectFilterInput, description: 'Only projects like this.' }) },
    description: 'All projects of this installation, newest first.',
    resolve: (_root, args, { stores }) => stores.projects.list(args, args.filter ?? {}),
  }),
);

const Viewer = builder.objectRef<Caller>('Viewer').implement({
  description: 'Who asks: the API key of this request.',
  fields: (t) => ({
    keyName: t.exposeString('keyName', { description: 'Name of the key.' }),
    scopes: t.field({
      type: [KeyScope],
      description: 'What it may do.',
      resolve: (caller) => [...caller.scopes],
    }),
    project: t.field({
      type: Project,
      description: 'The project it belongs to; everything else is invisible to it.',
      resolve: (_caller, _args, { stores }) => stores.projects.own(),
    }),
  }),
});

builder.queryField('viewer', (t) =>
  t.field({
    type: Viewer,
    description: 'Who this request is made by.',
    resolve: (_root, _args, { caller }) => caller,
  }),
);
