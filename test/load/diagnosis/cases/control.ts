import { setTimeout as pause } from 'node:timers/promises';
import type { Stack } from '@trunkline/test-support';
import { control as controlJob, createJobs } from '../../../crawl/job.ts';
import type { World } from '../world.ts';
import { atOrigin, between, type Case } from './case.ts';

/** What people and programs ask for. */
export const control: Record<string, Case> = {
  bandwidth: {
    cause: 'BANDWIDTH',
    async inject(world, random) {
      const bytesPerSecond = between(random, 50_000, 400_000);
      await world.setRules({ limits: { bytesPerSecond } });
      return {
        strength: { bytesPerSecond },
        lift: () => world.setRules({ limits: { bytesPerSecond: null } }),
      };
    },
  },
  pause: {
    cause: 'PAUSED',
    async inject({ stack, job }) {
      await controlJob(stack, 'Pause', job);
      return { strength: {}, lift: () => controlJob(stack, 'Resume', job) };
    },
  },
  window: {
    cause: 'WINDOW',
    async inject(world) {
      const now = new Date();
      const day = (now.getUTCDay() + 6) % 7;
      const minute = day * 1440 + now.getUTCHours() * 60 + now.getUTCMinutes();
      const opens = (minute + 120) % 10_000;
      await world.setRules({ windows: [{ opens, closes: opens + 10 }] });
      return { strength: {}, lift: () => world.setRules({ windows: [] }) };
    },
  },
  pace: {
    cause: 'PACE',
    async inject(world, random) {
      const delayMs = between(random, 60_000, 240_000);
      await world.setPace({ delayMs });
      return { strength: { delayMs }, lift: () => world.setPace(world.pace) };
    },
  },
  'link-flood': {
    cause: 'DISCOVERY',
    async inject(world, random) {
      const links = between(random, 3000, 9000);
      const hosts = between(random, 300, 500);
      const injected = atOrigin(world, { do: 'links', share: 1, salt: 0, prefix: 'f', links });
      const seeds = world.names(hosts, 'f').map((name) => world.url(name, '/flood.html'));
      const job = await world.start(seeds, { delayMs: 2000 });
      return {
        strength: { links, hosts },
        also: [{ job, stack: world.stack }],
        async lift() {
          await controlJob(world.stack, 'Cancel', job);
          await injected.lift();
        },
      };
    },
  },
  resubmission: {
    cause: 'RESUBMISSION',
    async inject(world, random) {
      const everyMs = between(random, 150, 600);
      const known = await knownSeeds(world);
      return {
        strength: { everyMs, seeds: known.length },
        lift: again(everyMs, () => addSeeds(world, known)),
      };
    },
  },
  abuse: {
    cause: 'ABUSE',
    async inject(world, random) {
      const own = await anotherProject(world);
      const seed = world.url(world.names(1, 'a')[0]!, world.paths[0]!);
      const job = await createJobs(own, [seed], { delayMs: 1000 }, { scope: { kind: 'DOMAIN' } });
      const urlsPerS = between(random, 5000, 20_000);
      const flood = again(1000, () =>
        world.upload(
          job,
          world
            .names(urlsPerS / 100, 'a')
            .flatMap((name) => Array.from({ length: 100 }, (_, i) => world.url(name, `/x/${i}.html`))),
          own.key,
        ),
      );
      return {
        strength: { urlsPerS },
        also: [{ job, stack: own }],
        async lift() {
          await flood();
          await controlJob(own, 'Cancel', job);
        },
      };
    },
  },
};

/** Does something again and again until what comes back was called, which rejects if it failed. */
function again(everyMs: number, work: () => Promise<unknown>): () => Promise<void> {
  let stopped = false;
  const running = (async () => {
    while (!stopped) {
      await work();
      await pause(everyMs);
    }
  })();
  running.catch(() => {}); // it is told at the end
  return async () => {
    stopped = true;
    await running;
  };
}

/** Seeds that the crawl has, as many as one mutation takes. */
async function knownSeeds(world: World): Promise<string[]> {
  const urls = Array.from({ length: 1000 }, (_, i) => world.url('n1.java.test', `/again/${i}.html`));
  await addSeeds(world, urls);
  return urls;
}

async function addSeeds({ stack, job }: World, seeds: string[]): Promise<void> {
  const { jobAddSeeds } = await stack.query<{ jobAddSeeds: { __typename: string; message?: string } }>(
    'mutation ($input: JobAddSeedsInput!) { jobAddSeeds(input: $input) { __typename ... on UserError { message } } }',
    { input: { id: job, seeds } },
  );
  if (jobAddSeeds.__typename !== 'SeedsAdded') throw new Error(jobAddSeeds.message);
}

/** The stack as the admin of a new project has it. */
async function anotherProject({ stack }: World): Promise<Stack> {
  const { projectCreate } = await stack.query<{ projectCreate: { secret?: string; message?: string } }>(
    'mutation ($input: ProjectCreateInput!) { projectCreate(input: $input) { ... on ProjectCreated { secret } ... on UserError { message } } }',
    { input: { name: `flood ${Date.now()}` } },
  );
  if (!projectCreate.secret) throw new Error(projectCreate.message);
  return stack.as(projectCreate.secret);
}
