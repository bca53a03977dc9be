import type { Redis } from '@trunkline/redis';
import { keys } from './keys.ts';

/** Of a run that nobody looks at any more it is forgotten, s. */
const EXPIRY_S = 86_400;

/** How a run went until now, as its last look left it; null: nobody looked. What it is made of is the affair of who looks. */
export async function readRunTrack(redis: Redis, run: string): Promise<unknown> {
  const text = await redis.get(keys.runTrack(run));
  return text === null ? null : JSON.parse(text);
}

export async function writeRunTrack(redis: Redis, run: string, track: object): Promise<void> {
  await redis.set(keys.runTrack(run), JSON.stringify(track), 'EX', EXPIRY_S);
}

export async function forgetRunTrack(redis: Redis, run: string): Promise<void> {
  await redis.unlink(keys.runTrack(run));
}
