import type { LiveEventValue } from '../../live/live-event.ts';
import { builder } from '../kit/builder.ts';

/** GraphQL type of a progress event, by its kind. */
export const progressTypes = {
  snapshot: 'JobProgressSnapshot',
  update: 'JobProgressUpdate',
  state: 'JobStateChanged',
  done: 'JobProgressDone',
} as const;

const typeOfEvent = (event: LiveEventValue): string =>
  'typename' in event ? event.typename : progressTypes[event.kind];

export const LiveEvent = builder.interfaceRef<LiveEventValue>('LiveEvent').implement({
  description: 'Anything a subscription sends.',
  resolveType: typeOfEvent,
  fields: (t) => ({
    dropped: t.exposeInt('dropped', {
      description:
        'What was left out before this event, because you read too slowly or more came than is sent.',
    }),
  }),
});

builder.objectRef<LiveEventValue>('LiveTopicEnded').implement({
  description: 'A topic of `live` has nothing more to say: its run is over. The other topics go on.',
  interfaces: [LiveEvent],
});
