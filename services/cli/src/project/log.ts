import { ago } from '../output/format.ts';
import { showList } from '../output/list.ts';
import { clean } from '../output/text.ts';
import type { Context } from '../shell/context.ts';
import type { Define, OptionsOf } from '../shell/define.ts';
import { collect, durationMs } from '../shell/options.ts';
import { limit } from '../shell/words.ts';

const words = [
  ['--of <id>', 'only changes of this job, policy, key …'],
  ['--action <name>', 'only this kind of change: jobPause; repeatable', collect],
  ['--since <duration>', 'only changes not longer ago (1h)', durationMs],
  limit(20),
] as const;

/** `trunkline log` */
export const defineLog = (define: Define) =>
  define('log', 'Show who changed what, when and why: the audit log of the project', words, log);

function log(context: Context, { of, action, since, limit: most }: OptionsOf<typeof words>): Promise<void> {
  const at = since === undefined ? undefined : { gte: new Date(Date.now() - since).toISOString() };
  return showList(context, context.client.auditLog({ subjectId: of, action, at }), {
    limit: most,
    id: ({ id }) => id,
    none: 'Nothing was changed.',
    columns: [
      { title: 'WHEN', align: 'right', cell: ({ at }) => ago(at) },
      { title: 'BY', cut: 'end', cell: ({ keyName }) => clean(keyName ?? 'Trunkline itself') },
      { title: 'CHANGE', cell: ({ action: name }) => name },
      { title: 'OF', cut: 'end', cell: ({ subjectId }) => clean(subjectId) },
      { title: 'WHY', spare: 1, cut: 'end', cell: ({ reason }) => clean(reason ?? '') },
    ],
    below: ({ before, after }) => differences(before, after),
  });
}

/** What changed, a line for each: `state: running → paused`; of nested values only what differs. */
export function differences(before: unknown, after: unknown, path = ''): string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (!isRecord(before) && !isRecord(after)) return [clean(`${path}: ${word(before)} → ${word(after)}`)];
  const [old, young] = [record(before), record(after)];
  return [...new Set([...Object.keys(old), ...Object.keys(young)])].flatMap((name) =>
    differences(old[name], young[name], path === '' ? name : `${path}.${name}`),
  );
}

const word = (value: unknown) =>
  value === undefined || value === null
    ? 'nothing'
    : typeof value === 'string'
      ? value
      : JSON.stringify(value);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const record = (value: unknown) => (isRecord(value) ? value : {});
