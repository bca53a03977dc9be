import { splitUrl } from '../../stored/entry.ts';
import type { SettleItem } from '../../types/outcomes.ts';
import type { NewUrl } from '../../types/urls.ts';
import type { LimitEnding } from './limit-steps.ts';

export const page = (host: string, path: string, more = {}): NewUrl => ({
  ...{ url: `http://${host}${path}`, depth: 0, hops: 0 },
  ...more,
});

export const endings: Record<LimitEnding, Partial<SettleItem>> = {
  fetched: {},
  redirected: { outcome: 'redirected' },
  elsewhere: { outcome: 'redirected' },
  retry: { outcome: 'failed', next: { do: 'retry', delayMs: 5000 } },
  dead: { outcome: 'failed', next: { do: 'dead', reason: 'http' } },
};

/** Where a page redirects to: not for ever. */
export function targetOf(url: string, how: LimitEnding): NewUrl[] {
  const { host, path } = splitUrl(url);
  if (path.length > 24) return [];
  const more = { hops: 1, urgent: true };
  if (how === 'redirected') return [page(host, `${path}/moved/1`, more)];
  if (how === 'elsewhere') return [page(`www.d${Number(host.at(-6)) % 3}.test`, `${path}/came`, more)];
  return [];
}
