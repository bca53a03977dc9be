import { type OpenDatabase, type SeriesSubject, subjectIds } from '@trunkline/database';

/** Ids that are remembered; those longest not asked for go first. */
const REMEMBERED = 10_000;

/** The ids of subjects, asked for once. */
export function createSubjects(pool: OpenDatabase['pool']) {
  const known = new Map<string, number>();
  let asked = new Set<number>();
  const keyOf = ({ kind, run, key }: SeriesSubject) => `${kind} ${run} ${key}`;

  return {
    async of(subjects: readonly SeriesSubject[], at: Date): Promise<number[]> {
      const missing = subjects.filter((subject) => !known.has(keyOf(subject)));
      const made = await subjectIds(pool, at, missing);
      for (const [i, subject] of missing.entries()) known.set(keyOf(subject), made[i]!);
      return subjects.map((subject) => {
        const key = keyOf(subject);
        const id = known.get(key)!;
        known.delete(key);
        known.set(key, id);
        if (known.size > REMEMBERED) known.delete(known.keys().next().value!);
        asked.add(id);
        return id;
      });
    },
    /** Those that were asked for since the last time. */
    seen(): number[] {
      const all = [...asked];
      asked = new Set();
      return all;
    },
  };
}
