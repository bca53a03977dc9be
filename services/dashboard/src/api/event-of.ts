import type { LiveMessage } from '@trunkline/client';

export type Event = LiveMessage['event'];
export type EventOf<Name extends Event['__typename']> = Extract<Event, { __typename: Name }>;
