import type { Calls, WatchOptions } from '../calls.ts';
import { LiveDocument, type LiveSubscription, type LiveTopic } from '../generated/graphql.ts';

/** One thing to follow; `name` comes back as `topic` with its events. */
export type Topic = LiveTopic;
/** An event and the topic it belongs to. */
export type LiveMessage = LiveSubscription['live'];

/**
 * Many things over one connection: of each a snapshot, then what changes; a topic whose run is over ends with `LiveTopicEnded`, and
 * the whole with its last topic. A connection that was lost is made again: events of runs go on after the last one had, and
 * `RunEventsResync` says when the server's log did not reach back so far. Topics that have ended are not asked for again.
 */
export async function* followTopics(
  { follow }: Calls,
  topics: readonly Topic[],
  { intervalMs = 1000, ...options }: WatchOptions = {},
): AsyncGenerator<LiveMessage, void, undefined> {
  const cursors = new Map<string, string>();
  const ended = new Set<string>();
  const variables = () => ({
    intervalMs,
    topics: topics
      .filter((topic) => !ended.has(nameOf(topic)))
      .map((topic) =>
        topic.runEvents
          ? { runEvents: { ...topic.runEvents, after: cursors.get(nameOf(topic)) ?? topic.runEvents.after } }
          : topic,
      ),
  });
  for await (const live of follow(LiveDocument, variables, (all) => all.live, options)) {
    if ('cursor' in live.event) cursors.set(live.topic, live.event.cursor);
    if (live.event.__typename === 'LiveTopicEnded') ended.add(live.topic);
    yield live;
    if (ended.size === topics.length) return;
  }
}

/** The name a topic's events come under: its own, or that of its field. */
function nameOf(topic: Topic): string {
  const [field, of] = Object.entries(topic).find(([, value]) => value) as [string, { name?: string | null }];
  return of.name ?? field;
}
