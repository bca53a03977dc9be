import type { Rule } from '../rule.ts';
import { heldBy, pauseHost, slotsIn, span, timeIn, waits } from '../words.ts';

export const connect: Rule = {
  cause: 'CONNECT',
  kind: 'fault',
  about: 'Slots are held by connections that are being made: TCP and TLS.',
  signs: [timeIn('connect', 1000), heldBy('connect')],
  sentence: (view) =>
    `${waits(view, 'CONNECT')} for connections: one takes ${span(view.stage('connect')?.w ?? 0)} (normally less than 1 s), and they hold ${slotsIn(view, 'connect')}.`,
  advice:
    'Hosts that swallow packets, or a network that loses them. Look whether few hosts are behind it, and leave those out.',
  action: (view) => pauseHost(view, 'CONNECT', 'Leave out'),
};
