/** One message of a `text/event-stream`; `data` lines are joined by line feeds. */
export type StreamMessage = { event: string; data: string };

/** A message of an event stream may not be longer, characters: a bound on memory, far above any real one. */
const MAX_MESSAGE = 16 * 1024 * 1024;

/**
 * Reads server-sent events (WHATWG HTML §9.2.6: LF, CR or CRLF; comments skipped; a message without its blank
 * line is dropped). `onBytes` hears of everything that arrives, comments too: they are the sign of life.
 */
export async function* readEventStream(
  body: AsyncIterable<Uint8Array>,
  onBytes: () => void = () => {},
): AsyncGenerator<StreamMessage, void, undefined> {
  const decoder = new TextDecoder();
  let rest = '';
  let event = '';
  let data: string[] = [];
  let size = 0;

  for await (const bytes of body) {
    onBytes();
    rest += decoder.decode(bytes, { stream: true });
    // A CR at the very end may be the first half of a CRLF: it waits for what follows.
    const heldBack = rest.endsWith('\r') ? 1 : 0;
    const lines = rest.slice(0, rest.length - heldBack).split(/\r\n|\n|\r/);
    rest = (lines.pop() ?? '') + (heldBack ? '\r' : '');
    if (rest.length > MAX_MESSAGE) throw new RangeError('A message of the event stream is too long.');

    for (const line of lines) {
      if (line === '') {
        if (data.length > 0) yield { event: event || 'message', data: data.join('\n') };
        event = '';
        data = [];
        size = 0;
        continue;
      }
      const colon = line.indexOf(':');
      if (colon === 0) continue;
      const field = colon < 0 ? line : line.slice(0, colon);
      const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
      if (field === 'event') event = value;
      if (field !== 'data') continue;
      size += value.length;
      if (size > MAX_MESSAGE) throw new RangeError('A message of the event stream is too long.');
      data.push(value);
    }
  }
}
