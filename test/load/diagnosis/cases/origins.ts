import { atOrigin, between, type Case, onTheWay, salt, shareOf } from './case.ts';
import { addHosts } from './hosts.ts';

/** What names, servers and sites do wrong. */
export const origins: Record<string, Case> = {
  'dns-drop': {
    cause: 'DNS',
    besides: ['UNREACHABLE'],
    async inject(world, random, share = shareOf(random, 0.7)) {
      return onTheWay(world, { do: 'drop', share, salt: salt(random) });
    },
  },
  'dns-slow': {
    cause: 'DNS',
    besides: ['UNREACHABLE'],
    async inject(world, random, share = shareOf(random, 0.8)) {
      return onTheWay(world, { do: 'dnsDelay', share, salt: salt(random), ms: between(random, 2500, 6000) });
    },
  },
  'slow-origin': {
    cause: 'SLOW_ORIGIN',
    async inject(world, random, share = shareOf(random, 0.5)) {
      const firstByteMs = between(random, 4000, 12_000);
      return atOrigin(world, { do: 'slow', share, salt: salt(random), firstByteMs });
    },
  },
  'large-body': {
    cause: 'LARGE_BODY',
    async inject(world, random, share = shareOf(random, 0.5)) {
      const bytesPerS = between(random, 60_000, 150_000);
      const bytes = bytesPerS * between(random, 5, 10);
      return atOrigin(world, { do: 'large', share, salt: salt(random), bytes, bytesPerS });
    },
  },
  cpu: {
    cause: 'CPU',
    async inject(world, random, share = shareOf(random, 0.6)) {
      const bytes = between(random, 4, 12) << 20;
      return atOrigin(world, { do: 'heavy', share, salt: salt(random), bytes });
    },
  },
  throttled: {
    cause: 'THROTTLED',
    async inject(world, random, share = shareOf(random, 0.4)) {
      const retryAfterS = between(random, 3, 8);
      return atOrigin(world, { do: 'throttle', share, salt: salt(random), retryAfterS });
    },
  },
  'robots-5xx': {
    cause: 'ROBOTS',
    async inject(world, random, share = shareOf(random, 0.7)) {
      const fault = { do: 'robots', share, salt: salt(random), status: 500 + between(random, 0, 3) } as const;
      const injected = atOrigin(world, fault);
      await addHosts(world, between(random, 400, 800), 'r');
      return injected;
    },
  },
  unreachable: {
    cause: 'UNREACHABLE',
    async inject(world, random, share = shareOf(random, 0.5)) {
      return atOrigin(world, { do: 'down', share, salt: salt(random) });
    },
  },
  'crawl-delay': {
    cause: 'CRAWL_DELAY',
    async inject(world, random) {
      const seconds = between(random, 60, 240);
      const fault = { do: 'crawlDelay', share: 1, salt: 0, prefix: 'n', seconds } as const;
      const injected = atOrigin(world, fault);
      // A robots.txt is asked for once a day: a crawl of other hosts reads it.
      await world.renew();
      return injected;
    },
  },
};
