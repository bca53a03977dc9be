import type { RunView } from '../../window/run-view.ts';
import type { Rule } from '../rule.ts';
import { inWords, pauseHost, waits } from '../words.ts';

/** Attempts to reach a host lately, and those that failed: of the last seconds if they say enough. */
function attempts({ stages, long }: RunView): [tried: number, failed: number] {
  const lately = counted(stages);
  return lately[0] >= ENOUGH ? lately : counted(long);
}

const ENOUGH = 20;

function counted(rows: RunView['stages']): [tried: number, failed: number] {
  const of = (name: string) => rows.find(({ stage }) => stage === name);
  const failures = (name: string) =>
    Object.values(of(name)?.failedBy ?? {}).reduce((sum, count) => sum + count, 0);
  const failed = failures('dns') + failures('connect');
  // What was connected is a part of what was resolved, and kept connections are in neither failed.
  const tried = Math.max((of('connect')?.left ?? 0) + failures('dns'), of('headers')?.left ?? 0);
  return [Math.max(tried, failed), failed];
}

export const unreachable: Rule = {
  cause: 'UNREACHABLE',
  kind: 'fault',
  about:
    'Their hosts rest, for they could not be reached: refused, timed out, no name, no TLS. They are asked again, ever more seldom.',
  signs: [
    {
      name: 'connections that fail',
      unit: '%',
      normal: [0, 5],
      read: (view) => {
        const [tried, failed] = attempts(view);
        return tried < 3 ? null : (failed / tried) * 100;
      },
    },
  ],
  least: 0.03,
  holds: (view) => {
    const share = view.share('UNREACHABLE');
    if (share < 0.03) return 'no';
    const [tried, failed] = attempts(view);
    if (tried >= 3) return failed / tried > 0.05 ? 'yes' : 'no';
    // Hardly anything is tried, for what there is rests: that is how a small crawl looks of which nothing can be reached.
    return share >= 0.5 && view.came.fetched === 0 ? 'yes' : 'unsure';
  },
  sentence: (view) => {
    const [tried, failed] = attempts(view);
    const lately =
      tried === 0 ? '' : `: ${inWords(failed)} of ${inWords(tried)} attempts of the last seconds failed`;
    return `${waits(view, 'UNREACHABLE')} because their hosts do not answer${lately}.`;
  },
  advice:
    'Look whether the hosts are down for others too (trunkline fetch). Their URLs are kept; a host that stays away is given up after an hour, and its URLs can be tried again.',
  action: (view) => pauseHost(view, 'UNREACHABLE', 'Leave out'),
};
