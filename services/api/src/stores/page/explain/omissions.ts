import { runLeftOut } from '@trunkline/database';
import { type LeftOutKind, leftOutInWords } from '@trunkline/policy';
import { eq } from 'drizzle-orm';
import type { Parts } from '../../parts.ts';
import type { OmissionValue } from './explanation.ts';

/** Kinds that may have left out any link of a run: which URLs they were is not kept, but for a sample. */
const ofAny: ReadonlySet<string> = new Set<LeftOutKind>([
  'links',
  'runEnded',
  'unread',
  'urlLimit',
  'hostLimit',
]);

/** What a run left out that is this URL, is of its host, or may be it. */
export async function omissionsOf(
  { db }: Pick<Parts, 'db'>,
  run: number,
  url: string,
  host: string,
): Promise<OmissionValue[]> {
  const rows = await db.select().from(runLeftOut).where(eq(runLeftOut.runSerial, run));
  return rows
    .filter(
      // One that is another URL is not this one.
      ({ kind, sample, count }) =>
        sample === url || (count > 1 && (ofAny.has(kind) || sample.split('/')[2] === host)),
    )
    .map(({ kind, of, count, sample }) => ({
      ...{ kind, count, sample, isIt: sample === url },
      reason: leftOutInWords({ kind: kind as LeftOutKind, of, detail: null }),
    }))
    .sort((a, b) => Number(b.isIt) - Number(a.isIt) || b.count - a.count)
    .slice(0, 20);
}
