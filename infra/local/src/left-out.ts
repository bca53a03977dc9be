import type { EventData } from 'node:test';

type Event = { type: string; data: EventData.TestPass };

/** A reporter of the test runner: the tests that were skipped, by what they said to be the reason. */
export default async function* leftOut(events: AsyncIterable<Event>) {
  const byReason = new Map<string, string[]>();
  for await (const { type, data } of events) {
    if (type !== 'test:pass' || data.skip === undefined) continue;
    const reason =
      typeof data.skip === 'string' && data.skip !== '' ? data.skip : 'for no reason that is told';
    byReason.set(reason, [...(byReason.get(reason) ?? []), data.name]);
  }
  for (const [reason, names] of byReason)
    yield `  ${reason}:\n${names.map((name) => `    ${name}\n`).join('')}`;
}
