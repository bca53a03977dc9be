import type { Define } from '../shell/define.ts';
import { usageError } from '../shell/failure.ts';
import { REASON } from '../shell/words.ts';
import { findProject, QUOTAS, quotasFrom, said } from './one-project.ts';
import { defineProjects } from './projects.ts';

const OWN = ['[project]', 'its id or name (operator key); left out: the project of the key'] as const;

/** `trunkline project …` */
export function defineProject({ group }: Define): void {
  const project = group('project', 'Projects: the one of the key and its quotas; for operators all of them');
  project('show', 'Show quotas and usage', [OWN], async (context, asked) =>
    said(context, await findProject(context.client, asked)),
  );
  const about = 'Set quotas (operator key); `none` lifts one';
  project('quota', about, [OWN, ...QUOTAS, REASON], async (context, asked, { reason, ...options }) => {
    const change = quotasFrom(options);
    if (change === undefined)
      throw usageError('Nothing to set.', 'Say which: `trunkline project quota --help` lists them.');
    const of = asked === undefined ? {} : { id: (await findProject(context.client, asked)).id };
    said(context, await context.client.project.update({ ...change, ...of, reason }));
  });
  defineProjects(project);
}
