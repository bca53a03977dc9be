import type { LiveEventValue, LiveMessageValue, TopicEnded } from './live-event.ts';

export type Topic = { name: string; events: AsyncIterator<LiveEventValue> };

const messages = new WeakMap<LiveEventValue, Map<string, LiveMessageValue>>();

/** One object for all who get an event under the same name: what is made of it for one of them serves the others. */
function messageOf(topic: string, event: LiveEventValue): LiveMessageValue {
  const known = messages.get(event) ?? new Map<string, LiveMessageValue>();
  messages.set(event, known);
  const message = known.get(topic) ?? { topic, event };
  known.set(topic, message);
  return message;
}

/**
 * Many topics as one sequence. Of each topic one event at most is in hand; the rest waits, bounded and coalesced, at its source.
 * A topic that ends says so; the whole ends with the last.
 */
export function multiplex(topics: readonly Topic[]): AsyncIterableIterator<LiveMessageValue> {
  const ready: { from: Topic; result: IteratorResult<LiveEventValue> }[] = [];
  const idle = new Set(topics);
  let left = topics.length;
  let failure: { error: unknown } | null = null;
  let closed = false;
  let wake: (() => void) | null = null;

  function ask(topic: Topic) {
    idle.delete(topic);
    topic.events.next().then(
      (result) => {
        ready.push({ from: topic, result });
        wake?.();
      },
      (error: unknown) => {
        failure ??= { error };
        wake?.();
      },
    );
  }

  async function close() {
    if (closed) return;
    closed = true;
    wake?.();
    for (const { events } of topics) await events.return?.();
  }

  const merged: AsyncIterableIterator<LiveMessageValue> = {
    async next() {
      for (;;) {
        if (failure !== null) {
          await close();
          throw failure.error;
        }
        if (closed || left === 0) return { value: undefined, done: true };
        for (const topic of idle) ask(topic);
        const first = ready.shift();
        if (first === undefined) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
          wake = null;
          continue;
        }
        const { from, result } = first;
        if (!result.done) {
          idle.add(from);
          return { value: messageOf(from.name, result.value), done: false };
        }
        left--;
        const ended: TopicEnded = { typename: 'LiveTopicEnded', dropped: 0 };
        return { value: { topic: from.name, event: ended }, done: false };
      }
    },
    async return() {
      await close();
      return { value: undefined, done: true };
    },
    [Symbol.asyncIterator]: () => merged,
  };
  return merged;
}
