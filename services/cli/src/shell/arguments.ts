/** Arguments and options that many commands have, in the same words. */
export const JOB = ['<job>', 'id or name of a job, or `last` for the newest'] as const;
export const RUN = ['<run>', 'id of a run, or id or name of a job, or `last`, for its latest run'] as const;
export const REASON = ['--reason <text>', 'why, for the audit log'] as const;
