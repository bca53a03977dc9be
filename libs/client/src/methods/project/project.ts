import { type Calls, type LookOptions, notFound, type Signal, withKey } from '../../calls.ts';
import {
  ProjectCreateDocument,
  type ProjectCreateInput,
  ProjectDeleteDocument,
  type ProjectDeleteInput,
  type ProjectDeleteMutation,
  type ProjectFilter,
  ProjectGetDocument,
  ProjectListDocument,
  ProjectOtherDocument,
  type ProjectPartsFragment,
  ProjectResumeDocument,
  ProjectSuspendDocument,
  ProjectUpdateDocument,
  type ProjectUpdateInput,
} from '../../generated/graphql.ts';
import type { List } from '../../list.ts';

export type Project = ProjectPartsFragment;
/** How far the removal of a project is. */
export type ProjectDeletion = Extract<
  ProjectDeleteMutation['projectDelete'],
  { __typename: 'ProjectDeletion' }
>;

/** The project the key belongs to: its quotas and how much of them is used. */
export function createProject({ ask, change }: Calls) {
  return {
    get: async (signal?: Signal): Promise<Project> =>
      (await ask(ProjectGetDocument, {}, signal)).viewer.project,
    /** Changes its quotas, or with an `id` those of another one; needs the scope `operator`. Null lifts one. */
    update: (input: ProjectUpdateInput, signal?: Signal): Promise<Project> =>
      change(ProjectUpdateDocument, { input }, signal),
  };
}

/** All projects of the installation; needs the scope `operator`. */
export function createProjects({ ask, change, pages, look }: Calls) {
  const remove = (input: ProjectDeleteInput, signal?: Signal): Promise<ProjectDeletion> =>
    change(ProjectDeleteDocument, { input }, signal);
  return {
    /** Newest first. */
    list: (filter: ProjectFilter = {}, signal?: Signal): List<Project> =>
      pages(ProjectListDocument, { filter }, ({ projects }) => projects, signal),
    get: async (id: string, signal?: Signal): Promise<Project> =>
      (await ask(ProjectOtherDocument, { id }, signal)).project ?? notFound('project', id),
    /** Makes a project and shows the secret of its first key, which is admin there, once; a repeat shows none, so none is made by itself. */
    create: (
      input: ProjectCreateInput,
      signal?: Signal,
    ): Promise<{ project: Project; keyId: string | null; secret: string | null }> =>
      change(ProjectCreateDocument, { input: withKey(input) }, { ...signal, repeatable: false }),
    /** Its runs hand out nothing within a second, and its keys only read; the reason is told to it. */
    suspend: (id: string, reason?: string, signal?: Signal): Promise<Project> =>
      change(ProjectSuspendDocument, { input: { id, reason } }, signal),
    resume: (id: string, reason?: string, signal?: Signal): Promise<Project> =>
      change(ProjectResumeDocument, { input: { id, reason } }, signal),
    /** Deletes a project with all it has; `name` is its name, so that it is the one you mean. Repeating it tells what is left. */
    delete: remove,
    /** Deletes it, and tells what is left again and again until nothing is. */
    watchDelete: (
      input: ProjectDeleteInput,
      options: LookOptions = {},
    ): AsyncGenerator<ProjectDeletion, void, undefined> =>
      look(
        () => remove(input, options),
        ({ done }) => done,
        options,
      ),
  };
}
