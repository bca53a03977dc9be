import { inspectSegment, NoSuchRecord, segmentsOf, sha1Digest } from '@trunkline/archive';
import { offsetsIn, storedPages } from '@trunkline/database';
import { type AuditParts, left, next, type Phases } from './phases.ts';

const CAPTURES = 100;

/** Of the archive: whether the bytes are there that the ledger knows, and lead to it. */
export function archivePhases({
  database: { pool },
  archive,
  archiveDir,
}: Pick<AuditParts, 'database' | 'archive' | 'archiveDir'>): Phases<'captures' | 'segments'> {
  return {
    async captures({ operation, keys }) {
      const rows = await storedPages(pool, keys.run, {
        after: operation.position,
        since: null,
        limit: CAPTURES,
      });
      const unreadable: string[] = [];
      const differing: string[] = [];
      for (const { url, digest, segment, offset, length } of rows) {
        try {
          const { body } = await archive.read({ segment, offset, length });
          if (sha1Digest(body) !== digest) differing.push(url);
        } catch (error) {
          if (!(error instanceof NoSuchRecord)) throw error;
          unreadable.push(`${url}: ${error.message}`);
        }
      }
      return {
        ...(rows.length < CAPTURES
          ? next('captures')
          : { phase: 'captures', position: String(rows.at(-1)!.id) }),
        processed: rows.length,
        found: [left('captureUnreadable', unreadable), left('digestDiffers', differing)],
      };
    },

    async segments({ operation, short, keys }) {
      const names = await segmentsOf(archiveDir, short);
      const name = names.find((one) => operation.position === null || one > operation.position);
      if (!name) return next('segments');
      const { responses, tornBytes, badLines, open, fixIndex } = await inspectSegment(archiveDir, name);
      const offsets = await offsetsIn(pool, keys.run, name);
      // What was written a moment ago may be on its way into the database still.
      const unlisted = open
        ? []
        : responses
            .filter(({ url, offset }) => !offsets.has(offset) && !url.endsWith('/robots.txt'))
            .map(({ url }) => url);
      const fixed = operation.fix && badLines.length > 0;
      if (fixed) await fixIndex();
      return {
        phase: 'segments',
        position: name,
        processed: responses.length,
        found: [
          left('recordUnlisted', unlisted),
          left(
            'segmentDamaged',
            !open && tornBytes > 0 ? [`${name}: ${tornBytes} bytes after the last whole record`] : [],
          ),
          { ...left('indexUnresolved', badLines), fixed: fixed ? badLines.length : 0 },
        ],
      };
    },
  };
}
