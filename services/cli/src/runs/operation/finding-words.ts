import type { Operation } from '@trunkline/client';

type Finding = Operation['findings'][number];

/** What was found by a repair, a reconciliation or an audit, after its number. */
export const findingWords: Record<Finding['kind'], string> = {
  ENDED_MISSING: 'pages had ended and Redis did not know them',
  ENDED_WAITING: 'pages had ended and waited in Redis again',
  OPEN_MISSING: 'pages had not ended and Redis did not know them',
  REDIRECT_MISSING: 'targets of redirects were not known to Redis',
  LINK_MISSING: 'links of stored pages were not known to Redis',
  PAGE_MISSING: 'URLs in Redis are not in the ledger',
  RECORDED_DIFFERS: 'URLs more or fewer are counted as recorded than there are rows',
  FINISHED_DIFFERS: 'URLs more or fewer are finished than are recorded',
  ENTRY_DEAD: 'outcomes could not be recorded and were put aside',
  CAPTURE_UNREADABLE: 'captures cannot be read from the archive',
  DIGEST_DIFFERS: 'captures have other bytes than were stored',
  SEGMENT_DAMAGED: 'segments of the archive end in a torn record',
  INDEX_UNRESOLVED: 'lines of CDXJ indexes lead to no response',
  RECORD_UNLISTED: 'responses in the archive belong to no capture (visits that a crash repeated; harmless)',
};
