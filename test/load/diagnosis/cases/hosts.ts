import type { World } from '../world.ts';

/** URLs of hosts that nobody has asked before, added to the crawl. */
export async function addHosts(world: World, count: number, prefix: string, urlsOfEach = 20): Promise<void> {
  const { paths } = world;
  const urls = world
    .names(count, prefix)
    .flatMap((name) =>
      Array.from({ length: urlsOfEach }, (_, i) => world.url(name, paths[i % paths.length]!)),
    );
  await world.upload(world.job, urls);
}
