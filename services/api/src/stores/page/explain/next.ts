import type { UrlState as FrontierUrl } from '@trunkline/frontier';
import type { Hold } from '../../host/hold.ts';
import { endsAt } from '../../host/holds.ts';
import type { NextValue, UrlPlace } from './explanation.ts';

/**
 * When a URL that waits may be asked for. `earliest`: by the pace of its host, one before it after another; `latest`: the other runs
 * that wait there have as many turns; told to operators (`tellsOthers`). Neither counts what fails, new holds, or that workers are busy.
 */
export function nextOf(
  place: UrlPlace,
  { host, now }: FrontierUrl,
  holds: readonly Hold[],
  position: number | null,
  until: Date | null,
  { tellsOthers, isBusy }: { tellsOthers: boolean; isBusy: boolean },
): NextValue | null {
  if (place !== 'waiting' && place !== 'delayed' && place !== 'unknown') return null;
  const end = endsAt(holds);
  const held = holds.map(({ sentence }) => sentence).join('; ');
  if (end === 'never')
    return { hostAt: null, earliest: null, latest: null, sentence: `not before that ends: ${held}` };
  const at = Math.max(now, host.due, host.backoffUntil, end?.getTime() ?? 0);
  const hostAt = new Date(at);
  if (holds.some(({ kind, until: ends }) => kind === 'robots' && ends === null))
    return { hostAt, earliest: null, latest: null, sentence: held };
  const ahead = position ?? host.waiting;
  const own = Math.max(at + (place === 'delayed' ? 0 : ahead) * host.delayMs, until?.getTime() ?? 0);
  // That others crawl the host is theirs.
  const sharers = tellsOthers ? host.sharers : 0;
  const others = ahead * sharers * host.delayMs;
  const [earliest, latest] = [new Date(own), new Date(own + others)];
  const pace = `one every ${host.delayMs / 1000} s`;
  const shared = sharers > 0 ? `, up to ${iso(latest)} as ${sharers} other runs take turns there` : '';
  const due = isBusy
    ? `a request to the host is under way, and no more than ${host.limit} may be at once`
    : at <= now
      ? 'the host may be asked now'
      : `the host may be asked again at ${iso(hostAt)}`;
  if (place === 'delayed')
    return { hostAt, earliest, latest, sentence: `at ${iso(earliest)} at the earliest` };
  return {
    ...{ hostAt, earliest, latest },
    sentence:
      ahead === 0
        ? `${due}, and it is next`
        : `${due}, ${pace}: its turn comes at ${iso(earliest)} at the earliest${shared}`,
  };
}

const iso = (at: Date) => at.toISOString();
