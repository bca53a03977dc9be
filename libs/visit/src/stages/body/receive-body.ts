import type { Connection } from '../connect/connections.ts';
import type { Response } from '../headers/ask.ts';
import type { CollectedBody } from './collect.ts';

type Hands = { give(connection: Connection): void; drop(connection: Connection): void };

/** Waits for the end of a body and hands its connection on. The body must be released. */
export async function receiveBody({ exchange, connection }: Response, hands: Hands): Promise<CollectedBody> {
  try {
    return await exchange.body;
  } finally {
    if (exchange.clean) hands.give(connection);
    else hands.drop(connection);
  }
}
