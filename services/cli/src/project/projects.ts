import type { ProjectDeletion, ProjectState } from '@trunkline/client';
import { fields } from '../output/fields.ts';
import { ago, bytes, count } from '../output/format.ts';
import { showList } from '../output/list.ts';
import { clean } from '../output/text.ts';
import { typedName } from '../shell/confirm.ts';
import type { Context } from '../shell/context.ts';
import type { Define, OptionsOf } from '../shell/define.ts';
import { type ExitCode, exitCodes } from '../shell/exit-codes.ts';
import { REASON } from '../shell/words.ts';
import { findProject, QUOTAS, quotasFrom, said } from './one-project.ts';

const PROJECT = ['<project>', 'its id or name'] as const;
const NAME = ['<name>', 'name for people; no other project has it'] as const;
const STATE = ['--state <state>', 'only those in this state', ['active', 'suspended', 'deleting']] as const;
const WHY = ['--reason <text>', 'why; the project is told'] as const;
const deleted = [
  PROJECT,
  ['--yes', 'do not ask for its name'],
  ['--force', 'although runs of it go: they are cancelled'],
  ['--no-wait', 'do not wait until all is removed'],
  REASON,
] as const;

/** What operators do to projects. */
export function defineProjects(project: Define): void {
  project('list', 'List all projects, newest first (operator key)', [STATE], list);
  const made = 'Make a project and print the secret of its first admin key, once (operator key)';
  project('create', made, [NAME, ...QUOTAS, REASON], async ({ client, output }, name, options) => {
    const { reason, ...quotas } = options;
    const created = await client.projects.create({ name, ...quotasFrom(quotas), reason });
    output.result(created, created.secret ?? '');
    output.named(created.project.name, 'made');
    fields(output, [
      ['project', created.project.id],
      ['key', created.keyId],
      ['secret', created.secret],
    ]);
    output.note(
      'The secret is that of its admin, shown this once and not kept. Use it as TRUNKLINE_API_KEY.',
    );
  });
  const renamed = 'Give a project another name (operator key)';
  project('rename', renamed, [PROJECT, NAME, REASON], async (context, asked, name, { reason }) => {
    const { id } = await findProject(context.client, asked);
    said(context, await context.client.project.update({ id, name, reason }));
  });
  const still = 'Have a project stand still: nothing of it is crawled, its keys only read (operator key)';
  project('suspend', still, [PROJECT, WHY], async (context, asked, { reason }) => {
    const { id } = await findProject(context.client, asked);
    said(context, await context.client.projects.suspend(id, reason));
  });
  const on = 'Let a suspended project go on (operator key)';
  project('resume', on, [PROJECT, REASON], async (context, asked, { reason }) => {
    const { id } = await findProject(context.client, asked);
    said(context, await context.client.projects.resume(id, reason));
  });
  const gone = 'Delete a project with its jobs, pages, captures, policies, webhooks and keys (operator key)';
  project('delete', gone, deleted, remove);
}

function list(context: Context, { state }: OptionsOf<[typeof STATE]>): Promise<void> {
  const { client, output } = context;
  const filter = state === undefined ? {} : { state: state.toUpperCase() as ProjectState };
  return showList(context, client.projects.list(filter), {
    id: ({ id }) => id,
    none: 'There is no such project.',
    columns: [
      { title: 'PROJECT', spare: 3, cell: ({ id }) => id },
      { title: 'NAME', cut: 'end', cell: ({ name }) => clean(name) },
      {
        title: 'STATE',
        cell: ({ state: is, heldBy }) => (is === 'ACTIVE' && heldBy !== null ? 'held' : is.toLowerCase()),
        paint: (text, { state: is, heldBy }) =>
          is === 'ACTIVE' && heldBy === null ? text : output.style.yellow(text),
      },
      { title: 'JOBS', align: 'right', cell: ({ usage }) => count(usage.jobs) },
      { title: 'TODAY', align: 'right', spare: 1, cell: ({ usage }) => count(usage.pagesToday) },
      { title: 'STORAGE', align: 'right', spare: 2, cell: ({ usage }) => bytes(usage.storageBytes) },
      { title: 'CREATED', align: 'right', spare: 2, cell: ({ createdAt }) => ago(createdAt) },
    ],
  });
}

async function remove(
  context: Context,
  asked: string,
  { yes = false, force = false, wait = true, reason }: OptionsOf<typeof deleted>,
): Promise<ExitCode> {
  const { client, output } = context;
  const { id, name } = await findProject(client, asked);
  const what = `the project "${clean(name)}" with its jobs, pages, captures, policies, webhooks and keys`;
  if (!yes && !(await typedName(context, `Delete ${what}?`, name))) return exitCodes.failed;
  let last: ProjectDeletion | undefined;
  for await (const left of client.projects.watchDelete({ id, name, force, reason })) {
    if (left.jobs !== last?.jobs && !left.done)
      output.note(`${clean(name)}: ${count(left.jobs)} jobs and ${count(left.runs)} runs are left.`);
    last = left;
    if (!wait) break;
  }
  output.result(last, id);
  output.named(name, last?.done ? 'deleted' : 'being deleted');
  return exitCodes.ok;
}
