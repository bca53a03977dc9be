/** Descriptions that say the same wherever they stand. */
export const words = {
  idempotencyKey:
    'Any text of yours, up to 128 characters: a repeat within 24 h answers with the first result.',
  reason: 'Why, for the audit log; up to 500 characters.',
  expectedVersion:
    'The version your change is based on; another one answers with VersionConflictError. Left out: not checked.',
  jobId: 'Id of the job.',
} as const;
