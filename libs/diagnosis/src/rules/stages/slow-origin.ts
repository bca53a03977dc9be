import type { Rule } from '../rule.ts';
import { heldBy, isWide, pauseHost, slotsIn, span, timeIn, waits } from '../words.ts';

export const slowOrigin: Rule = {
  cause: 'SLOW_ORIGIN',
  kind: 'fault',
  about: 'Slots are held by requests whose answer does not begin: the sites take long to the first byte.',
  signs: [timeIn('headers', 1500), heldBy('headers')],
  holds: (view) => {
    const w = view.stage('headers')?.w ?? 0;
    return view.share('SLOW_ORIGIN') >= 0.05 && w > 1500 && isWide(view) ? 'yes' : 'no';
  },
  sentence: (view) =>
    `${waits(view, 'SLOW_ORIGIN')} because sites are slow: an answer begins after ${span(view.stage('headers')?.w ?? 0)} (normally less than 1.5 s), and requests hold ${slotsIn(view, 'headers')}.`,
  advice:
    'The sites are overloaded, perhaps by this crawl: slow down for them. Or give the crawl more workers, so that others need not wait for their slots.',
  action: (view) => pauseHost(view, 'SLOW_ORIGIN', 'Leave out'),
};
