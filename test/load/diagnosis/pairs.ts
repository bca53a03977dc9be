import { control } from './cases/control.ts';
import { machine } from './cases/machine.ts';
import { origins } from './cases/origins.ts';

/** Every fault that can be injected, by name. */
export const cases = { ...origins, ...machine, ...control };

/** Two faults at once, the greater first, each at a share of the hosts: the rest have neither. */
export const pairs: { name: string; share: number }[][] = [
  [
    { name: 'throttled', share: 0.6 },
    { name: 'unreachable', share: 0.3 },
  ],
  [
    { name: 'unreachable', share: 0.6 },
    { name: 'throttled', share: 0.25 },
  ],
  [
    { name: 'slow-origin', share: 0.9 },
    { name: 'throttled', share: 0.15 },
  ],
  [
    { name: 'throttled', share: 0.5 },
    { name: 'redis-full', share: 1 },
  ],
];
