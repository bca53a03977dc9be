import { collect, durationMs, positiveNumber, statusList, wholeNumber } from './options.ts';

/** Arguments and options that many commands have, in the same words. */
export const JOB = ['<job>', 'id or name of a job, or `last` for the newest'] as const;
export const RUN = ['<run>', 'id of a run, or id or name of a job, or `last`, for its latest run'] as const;
export const JOB_OR_RUN = ['<job>', 'id or name of a job, id of a run, or `last`'] as const;
export const URL_TOLD = ['<url>', 'the URL'] as const;
export const HOST = ['<host>', 'host name, with its port unless 80 or 443'] as const;
export const POLICY = ['<policy>', 'id of a policy'] as const;
export const REASON = ['--reason <text>', 'why, for the audit log'] as const;
export const REASON_KEPT = ['--reason <text>', 'why; kept with the version'] as const;
export const YES = ['--yes', 'do not ask'] as const;
export const NO_WAIT = ['--no-wait', 'ask for it and go: it goes on by itself'] as const;
export const ALL = ['--all', 'all of them'] as const;
export const limit = (usual: number) => ['--limit <n>', 'at most so many', wholeNumber(1), usual] as const;
export const EXPECT_VERSION = [
  '--expect-version <n>',
  'only if nobody changed it since this version',
  wholeNumber(1),
] as const;
/** Something that can be switched off and on; `switched` reads them. */
export const SWITCH = [
  ['--on', 'switch it on'],
  ['--off', 'switch it off'],
] as const;

/** The pace of policies, rules and crawls; `paceFrom` reads it. */
export const PACE = [
  ['--delay <duration>', 'pace: one request a host at a time, so long apart (500ms, 1s)', durationMs],
  ['--rate <n>', 'pace: so many requests a second to one host', positiveNumber],
  ['--concurrency <n>', 'with --rate: so many at once to one host', wholeNumber(1)],
] as const;
export const USER_AGENT = ['--user-agent <text>', 'sent as User-Agent and matched in robots.txt'] as const;

/** What a job or a crawl follows, and how far. */
export const SCOPE = [
  ['--scope <kind>', 'which links to follow', ['host', 'domain', 'prefix', 'any']],
  ['--follow-seed-redirects', 'the host a seed redirects to is crawled as if it were one (default)'],
  ['--no-follow-seed-redirects', 'it is not'],
  ['--include <glob>', 'only URLs that match (* any characters, ? one); repeatable', collect],
  ['--exclude <glob>', 'no URLs that match; repeatable', collect],
  ['--max-pages <n>', 'stop after so many pages', wholeNumber(1)],
  ['--max-depth <n>', 'follow links so far from the start, 0 for the URLs alone', wholeNumber(0)],
] as const;

/** Which captures. */
export const CAPTURES = [
  ['--status <codes>', 'only these HTTP statuses: 200,404', statusList],
  ['--type <media-type>', 'only this media type: text/html'],
  ['--prefix <url>', 'only URLs that start with this'],
] as const;
