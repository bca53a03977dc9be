import type { Forecast, Unknown } from './situation.ts';
import { delayInWords, inWords, moment, span } from './words.ts';

type Made = Omit<Forecast, 'sentence'>;

/** So much of the range in which it may not work is worth a word. */
const STRADDLES = 0.5;

const urls = (n: number) => `${inWords(n)} URL${Math.round(n) === 1 ? '' : 's'}`;

const reasons: Record<Unknown, (made: Made) => string> = {
  PAUSED: () => 'it is paused',
  HOST_PAUSED: () => 'URLs wait at a host that is paused or blocked',
  NO_WORKERS: () => 'no worker is there',
  QUOTA: () => 'a quota of its project is spent, and no date brings it back',
  WINDOW: () => 'the time of the week in which it may work is too short',
  FEEDING: () => 'seeds are still being fed in',
  DISCOVERY: ({ known, unseen }) =>
    `it is still growing: ${urls(known)} wait and pages bring new ones as fast as before${unseen === null ? '' : `, some ${inWords(unseen)} more are likely`}`,
  TOO_EARLY: () => 'too few pages are fetched to tell how many links are new',
};

function bound({ boundBy, host }: Made): string {
  switch (boundBy) {
    case 'POLITENESS':
      return host
        ? `bound by the pace of ${host.host}, where ${urls(host.waiting)} wait at ${delayInWords(host.delayMs)} each`
        : 'bound by the pace of its hosts';
    case 'WORKERS':
      return 'bound by workers: hosts would allow more';
    case 'BANDWIDTH':
      return 'bound by its cap of bandwidth';
    case 'QUOTA':
      return "bound by its project's pages a day";
    case 'WINDOW':
      return 'bound by the time of the week in which it may work';
    default:
      return 'ends when its budget of pages is spent';
  }
}

function lateAnyhow({ at, missesTarget, soonest, unknown }: Made, target: number | null): string {
  if (!missesTarget || target === null) return '';
  if (soonest === null || at >= target) return ` Its target was ${span(at - target)} ago.`;
  const resumed = unknown === 'PAUSED' ? ', even if it went on at once' : '';
  return ` What is known alone would be done ${span(soonest - target)} after its target${resumed}.`;
}

/**
 * What is told of a forecast, in one sentence or two. `changed`: of what would be, had somebody changed something; `shut`: ms in which it may
 * not work that lie within its range.
 */
export function sentenceOf(
  made: Made,
  target: number | null,
  { changed, shut }: { changed: boolean; shut: number },
): string {
  const { at, finish, unknown, unseen, missesTarget } = made;
  if (finish === null) return `No date can be told: ${reasons[unknown!](made)}.${lateAnyhow(made, target)}`;
  const when = `${changed ? 'It would be done' : 'Done'} at ${moment(finish.likely, at)}, in ${span(finish.likely - at)}`;
  const range = `between ${span(finish.earliest - at)} and ${span(finish.latest - at)} from now`;
  const more = (unseen ?? 0) > 0.05 * made.known ? `, some ${urls(unseen!)} not found yet counted in` : '';
  const late = missesTarget ? ` That is ${span(finish.likely - target!)} after its target.` : '';
  const straddles =
    shut > STRADDLES * (finish.latest - finish.earliest)
      ? ` Its range is so wide because it may not work for ${span(shut)} of it: what is not done by then waits until it may.`
      : '';
  return `${when} (${range}${more}); ${bound(made)}.${straddles}${late}`;
}
