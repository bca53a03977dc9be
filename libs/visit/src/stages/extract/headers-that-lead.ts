import { readLinkHeaders, refreshTarget } from '@trunkline/web/html';
import { headerUrl } from '@trunkline/web/url';
import type { Head } from '../headers/head.ts';

/** Relations of a Link header that lead on to other pages. */
const leading = new Set(['next', 'prev', 'previous', 'canonical', 'alternate']);

/** What the headers of a response lead to, each once: its Refresh, and the pages its Link headers name. */
export function headerLinks({ headers }: Head, base: string): { url: string; nofollow: boolean }[] {
  const of = (wanted: string) =>
    headers.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value);
  const found = new Map<string, boolean>();
  const [refresh] = of('refresh');
  const target = refresh === undefined ? null : refreshTarget(refresh);
  const add = (reference: string, nofollow: boolean) => {
    const url = headerUrl(reference, base);
    if (url !== null) found.set(url, nofollow && (found.get(url) ?? true));
  };
  if (target !== null) add(target, false);
  for (const { target: to, rels } of readLinkHeaders(of('link')))
    if (rels.some((rel) => leading.has(rel))) add(to, rels.includes('nofollow'));
  return Array.from(found, ([url, nofollow]) => ({ url, nofollow }));
}
