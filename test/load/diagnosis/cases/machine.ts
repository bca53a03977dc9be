import type { World } from '../world.ts';
import { between, type Case, onTheWay } from './case.ts';

const ownDisk = ({ disk }: World) => (disk.own ? null : 'mounting a file system for the archive takes root');

/** What the own machine does wrong. */
export const machine: Record<string, Case> = {
  'disk-slow': {
    cause: 'STORE',
    problem: ownDisk,
    async inject({ disk }, random) {
      const strength = { frozenMs: between(random, 1500, 4000), thawedMs: between(random, 20, 120) };
      disk.slow(strength);
      return { strength, lift: async () => disk.thaw() };
    },
  },
  'disk-full': {
    cause: 'STORE',
    problem: ownDisk,
    async inject({ disk }) {
      disk.fill();
      return { strength: {}, lift: async () => disk.empty() };
    },
  },
  'redis-slow': {
    cause: 'REDIS',
    async inject(world, random) {
      return onTheWay(world, { do: 'redis', ms: between(random, 150, 500) });
    },
  },
  'redis-full': {
    cause: 'REDIS_FULL',
    async inject({ admin }, random) {
      const used = Number(/used_memory:(\d+)/.exec(await admin.info('memory'))?.[1]);
      const before = (await admin.config('GET', 'maxmemory')) as string[];
      const share = between(random, 50, 95) / 100;
      await admin.config('SET', 'maxmemory', String(Math.round(used * share)));
      return {
        strength: { share },
        lift: async () => void (await admin.config('SET', 'maxmemory', before[1] ?? '0')),
      };
    },
  },
  recorder: {
    cause: 'RECORDER',
    async inject(world) {
      return { strength: {}, lift: await world.lock('visits') };
    },
  },
  'no-workers': {
    cause: 'NO_WORKERS',
    async inject({ stack }) {
      const pids = Object.entries(stack.services()).flatMap(([name, pid]) =>
        name.startsWith('worker') ? [pid] : [],
      );
      for (const pid of pids) process.kill(pid, 'SIGSTOP');
      return {
        strength: { workers: pids.length },
        async lift() {
          for (const pid of pids) process.kill(pid, 'SIGCONT');
        },
      };
    },
  },
};
