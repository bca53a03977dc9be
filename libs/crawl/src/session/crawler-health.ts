/** Why a crawler does not crawl, as `/healthz` and `/readyz` say it. */
type Trouble = { code: string; message: string };

/** The frontier may be silent so long before the process counts as unwell, ms: the lease of a session. */
const LONG_MS = 10_000;
/** Reasons to claim nothing that are no fault of this machine: a cap somebody set, others that are behind or away. */
const notFaults = new Set([
  'REDIS',
  'RECORDER',
  'BANDWIDTH',
  'DRAINED',
  'NAME_SERVERS',
  'DISCOVERY',
  'REDIS_FULL',
]);

/** What is read of a crawler, at this moment. */
export type CrawlerSigns = {
  /** Since the frontier last answered for the session, ms. */
  silentMs: number;
  mayStart: boolean;
  draining: boolean;
  blockedBy: string | null;
};

/** Lost for long, or stopped by a fault of this machine; a session on its way to be opened is no trouble yet. */
export function troubleOf({ silentMs, blockedBy }: CrawlerSigns): Trouble | null {
  if (silentMs > LONG_MS) {
    const seconds = Math.floor(silentMs / 1000);
    const message = `Redis has not answered for the session for ${seconds} s: nothing is claimed until it does`;
    return { code: 'REDIS', message };
  }
  if (blockedBy === null || notFaults.has(blockedBy)) return null;
  const message = `A fault of this machine (${blockedBy}) stops claims: no URL is charged, and it goes on when it is mended`;
  return { code: blockedBy, message };
}

/** Whatever keeps it from claiming now. */
export function unreadyOf(signs: CrawlerSigns): Trouble | null {
  if (signs.draining) return { code: 'DRAINING', message: 'What was started ends; nothing more is claimed' };
  const trouble = troubleOf(signs);
  if (trouble) return trouble;
  if (!signs.mayStart) return { code: 'NO_SESSION', message: 'There is no session that may start requests' };
  const { blockedBy } = signs;
  if (blockedBy === null) return null;
  return { code: blockedBy, message: `Nothing is claimed at this moment (${blockedBy})` };
}
