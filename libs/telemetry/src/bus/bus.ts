import { firstAttempt, openRedis, type Redis } from '@trunkline/redis';
import { channel } from '../keys.ts';
import type { RunEvent } from '../run-event.ts';
import { appendEvents, changeState } from '../run-log.ts';
import { createSubscription, type Subscription } from './subscription.ts';
import type { Topics } from './topics.ts';

/** A subscriber that does not read loses its oldest messages beyond this many. */
const BUFFER = 1024;

export type Bus = {
  /** True when Redis took the message; false while Redis is away. Topics carry news, not work: it may be lost. */
  publish<T extends Exclude<keyof Topics, 'runEvents'>>(topic: T, payload: Topics[T]): Promise<boolean>;
  /** Adds to the log of a run (its short id) and wakes who follows it; false, and lost, while Redis is away. */
  record(run: string, events: readonly RunEvent[]): Promise<boolean>;
  /** Messages of a topic from the first `next()` on, until `return()`. */
  subscribe<T extends keyof Topics>(topic: T): Subscription<Topics[T]>;
  close(): Promise<void>;
};

type Listeners = Map<string, Set<Subscription<unknown> & { push(message: unknown): void }>>;

/**
 * Typed messages between processes over Redis. One connection publishes; one other, opened with the first
 * subscription, listens for the whole process and is fanned out in memory.
 */
export function createBus(
  redisUrl: string,
  options: { buffer?: number; onTrouble?: (error: Error) => void } = {},
): Bus {
  const onTrouble = options.onTrouble ?? (() => {});
  const listeners: Listeners = new Map();
  let publisher: Redis | null = null;
  let subscriber: Redis | null = null;
  let connected: Promise<void> | null = null;
  let closed = false;

  function listen(): Redis {
    if (subscriber) return subscriber;
    subscriber = openRedis(redisUrl, 'patient', { onTrouble });
    subscriber.on('message', (name: string, text: string) => {
      const heard = listeners.get(name);
      if (!heard) return;
      let message: unknown;
      try {
        message = JSON.parse(text);
      } catch (cause) {
        onTrouble(new Error(`A message on ${name} is not JSON and was dropped`, { cause }));
        return;
      }
      for (const listener of heard) listener.push(message);
    });
    return subscriber;
  }

  async function send(call: (redis: Redis) => Promise<unknown>): Promise<boolean> {
    if (closed) return false;
    if (!publisher) {
      publisher = openRedis(redisUrl, 'commands', { onTrouble });
      connected = firstAttempt(publisher);
    }
    try {
      await connected;
      await call(publisher);
      return true;
    } catch {
      // The connection's own error event has told of the outage; the caller gets the answer.
      return false;
    }
  }

  return {
    publish: (topic, payload) =>
      send(async (redis) => {
        // First the log: whoever is woken by the topic may read it.
        if (topic === 'runState') await changeState(redis, payload as Topics['runState']);
        await redis.publish(channel(topic), JSON.stringify(payload));
      }),

    record: (run, events) => send((redis) => appendEvents(redis, run, events)),

    subscribe<T extends keyof Topics>(topic: T): Subscription<Topics[T]> {
      const name = channel(topic);
      const subscription: ReturnType<typeof createSubscription<Topics[T]>> = createSubscription<Topics[T]>(
        options.buffer ?? BUFFER,
        {
          async start(): Promise<void> {
            if (closed) return subscription.finish();
            const heard = listeners.get(name) ?? new Set();
            listeners.set(name, heard);
            heard.add(subscription as never);
            await listen()
              .subscribe(name)
              .catch((error: Error) => {
                if (!closed) onTrouble(error);
              });
          },
          stop() {
            const heard = listeners.get(name);
            if (!heard?.delete(subscription as never) || heard.size > 0) return;
            listeners.delete(name);
            subscriber?.unsubscribe(name).catch((error: Error) => {
              if (!closed) onTrouble(error);
            });
          },
        },
      );
      return subscription;
    },

    async close() {
      closed = true;
      for (const heard of [...listeners.values()]) for (const one of [...heard]) await one.return?.();
      publisher?.disconnect();
      subscriber?.disconnect();
    },
  };
}
