import { type EnqueueResult, type Frontier, FrontierFull, type NewUrl } from '@trunkline/frontier';

/**
 * Enqueues all of these URLs, or rejects with `FrontierFull`: then whoever asked stays where it is, and asks again. None of them is
 * passed over, and those that went in are known the next time.
 */
export async function enqueueAll(
  frontier: Pick<Frontier, 'enqueue'>,
  run: string,
  urls: readonly NewUrl[],
): Promise<EnqueueResult> {
  const reply = await frontier.enqueue(run, urls);
  if (reply.full) throw new FrontierFull();
  return reply;
}
