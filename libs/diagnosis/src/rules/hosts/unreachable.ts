import { LONG_MS, type RunView } from '../../window/run-view.ts';
import type { Rule } from '../rule.ts';
import { inWords, pauseHost, waits } from '../words.ts';

/** Attempts to reach a host within the long window, and those that failed. */
function attempts({ long }: RunView): [tried: number, failed: number] {
  const of = (name: string) => long.find(({ stage }) => stage === name);
  const seconds = LONG_MS / 1000;
  const failed = ((of('dns')?.failed ?? 0) + (of('connect')?.failed ?? 0)) * seconds;
  // What was connected is a part of what was resolved, and kept connections are in neither failed.
  const tried =
    Math.max((of('connect')?.lambda ?? 0) + (of('dns')?.failed ?? 0), of('headers')?.lambda ?? 0) * seconds;
  return [Math.round(Math.max(tried, failed)), Math.round(failed)];
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
