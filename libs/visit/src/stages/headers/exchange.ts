import type { Policy } from '@trunkline/policy';
import { LocalFault, type Truncated } from '@trunkline/policy';
import type { ResponseHead } from '@trunkline/web/http';
import type { Framing } from '../../message/framing.ts';
import { type Awaiting, ResponseReader } from '../../message/read-response.ts';
import { codeOf, failed, headersFailure, throwIfLocal } from '../../outcome/fault.ts';
import type { Ended, Visit } from '../../visit.ts';
import { type Bodies, type BodyCollector, type CollectedBody, LARGE } from '../body/collect.ts';
import { type Carried, type Connection, carry } from '../connect/connections.ts';
import type { Place } from '../connect/place.ts';
import type { Deadlines, Watched } from './deadlines.ts';
import { type Head, headOf } from './head.ts';
import type { Request } from './request.ts';

export type Ask = {
  visit: Visit;
  place: Place;
  request: Request;
  limits: Policy['limits'];
  mayStart(host: string): boolean;
  /** Whether the body of this response is wanted; asked before any of it is read. */
  wants(head: Head): boolean;
};

/** What came of asking: a head, an outcome, or `gone`: the kept connection was closed under the request, and nothing came back. */
export type Answer = Head | Ended | 'gone';

/** Slow bodies are measured from here on, ms. */
const SLOW_AFTER = 10_000;

/**
 * One request and its response on one connection: it is written at once. The body is drained as it comes, whoever waits for it: a
 * paused reader loses it when the server closes. Deadlines are looked at from outside (`check`).
 */
export class Exchange implements Carried, Awaiting, Watched {
  readonly answer: Promise<Answer>;
  /** Resolves when nothing more will come; `truncated` says why when something is missing. */
  readonly body: Promise<CollectedBody>;
  /** True when the connection can carry another request. */
  clean = false;

  readonly #ask: Ask;
  readonly #connection: Connection;
  readonly #deadlines: Deadlines;
  readonly #bodies: Bodies;
  readonly #collector: BodyCollector;
  readonly #reader: ResponseReader;
  readonly #reused: boolean;
  #resolveAnswer!: (answer: Answer) => void;
  #rejectAnswer!: (fault: Error) => void;
  #resolveBody!: (body: CollectedBody) => void;
  #rejectBody!: (fault: Error) => void;
  #phase: 'headers' | 'body' | 'over' = 'headers';
  /** A head that announces a body of which nothing has come yet: with none, it is no answer. */
  #held: Head | null = null;
  #writtenAt: number;
  #headAt = 0;
  #wireBytes = 0;
  #total: number | null = null;

  constructor(ask: Ask, connection: Connection, deadlines: Deadlines, bodies: Bodies) {
    this.#ask = ask;
    this.#connection = connection;
    this.#deadlines = deadlines;
    this.#bodies = bodies;
    this.#collector = bodies.collect(ask.limits.bodyBytes);
    this.#reader = new ResponseReader(this, ask.limits);
    this.#reused = connection.uses > 0;
    this.answer = new Promise((resolve, reject) => {
      this.#resolveAnswer = resolve;
      this.#rejectAnswer = reject;
    });
    this.body = new Promise((resolve, reject) => {
      this.#resolveBody = resolve;
      this.#rejectBody = reject;
    });
    this.body.catch(() => {}); // whoever waits for the answer alone has heard of the fault there
    deadlines.add(this);
    const { visit, request } = ask;
    visit.wroteRequestEpoch = Date.now();
    visit.sent = request.shown;
    carry(connection, request.sent, this);
    // Should the process be stopped within the write, the host still counts as asked no earlier than it was: its next start is a
    // delay after the packet, not after the intention.
    this.#writtenAt = performance.now();
    visit.wroteRequestAt = this.#writtenAt;
    visit.asks = this;
    visit.tally.started();
  }

  received(bytes: Buffer): void {
    const { tally } = this.#ask.visit;
    tally.received(bytes.length);
    if (!this.#reader.began) tally.firstByte(performance.now() - this.#writtenAt);
    this.#reader.push(bytes);
    if (this.#phase !== 'body') return;
    // What frames a body costs what its bytes cost: it is bounded as they are.
    const { bodyBytes, headerBytes } = this.#ask.limits;
    this.#wireBytes += bytes.length;
    if (this.#wireBytes - this.#collector.length > bodyBytes + headerBytes) this.#cut('length');
    else if (this.#collector.length > LARGE) this.#bodies.took(this.#connection.socket, bytes.length);
  }

  head(received: ResponseHead, framing: Framing): void {
    const { visit, limits, place } = this.#ask;
    const { body } = framing;
    const doubt = received.doubt ?? framing.doubt;
    const head = headOf(received.status, received.headers, received.statusText);
    head.bytes = received.bytes;
    head.mended = doubt === null ? null : `${place.origin}: ${doubt}`;
    this.#phase = 'body';
    this.#headAt = performance.now();
    this.#connection.idleMs = framing.idleMs;
    this.#total = body.by === 'length' ? body.length : null;
    visit.grant?.received(Math.min(this.#total ?? 0, limits.bodyBytes));
    const isWanted = this.#ask.wants(head);
    const mayBeEmpty = body.by === 'none' || body.by === 'close' || this.#total === 0;
    // A redirect is followed without its body.
    const leadsOn = head.status >= 300 && head.status <= 399 && head.get('location') !== undefined;
    if (isWanted && !mayBeEmpty && !leadsOn) this.#held = head;
    else this.#resolveAnswer(head);
    if (!isWanted) this.#cut(undefined);
  }

  part(bytes: Buffer): void {
    this.#release();
    try {
      if (!this.#collector.push(bytes)) this.#cut('length');
    } catch (error) {
      this.#fault(error);
    }
  }

  end(keep: boolean): void {
    this.#release();
    this.clean = keep;
    this.#connection.carries = null;
    this.#over();
    this.#resolveBody(this.#collector.finish(undefined));
  }

  bad(problem: string): void {
    if (this.#phase === 'body' && !this.#held) this.#cut('disconnect');
    else this.#end(failed('BAD_HTTP', `${this.#ask.place.origin}: ${problem}`));
  }

  tooLarge(how: string): void {
    this.#end(failed('HEADERS_TOO_LARGE', `${this.#ask.place.origin}: ${how}`));
  }

  ended(): void {
    if (this.#reader.ended()) this.end(false);
    else this.failed(null);
  }

  failed(error: Error | null): void {
    if (this.#phase === 'over') return;
    if (this.#phase === 'body' && !this.#held) {
      this.#cut('disconnect');
      return;
    }
    if (this.#reused && !this.#reader.began && isClosing(error)) {
      this.#end('gone');
      return;
    }
    try {
      const { origin } = this.#ask.place;
      this.#end(headersFailure(error, this.#held ? `${origin}: before any of its body` : origin));
    } catch (fault) {
      this.#fault(fault);
    }
  }

  check(now: number): void {
    const { visit, limits } = this.#ask;
    if (visit.signal.aborted) {
      this.giveUp();
      return;
    }
    const late = now > visit.deadline;
    if (this.#phase === 'body') {
      visit.grant?.received(this.#collector.length);
      const elapsed = now - this.#headAt;
      const slow =
        elapsed > SLOW_AFTER && this.#collector.length < (limits.minBytesPerSecond * elapsed) / 1000;
      if (!late && !slow) return;
      if (this.#held) this.#end(failed('TIMEOUT', `${this.#ask.place.origin}: nothing of its body in time`));
      else this.#cut('time');
      return;
    }
    const mute = now > this.#writtenAt + limits.headersMs;
    if (!late && !mute) return;
    const code = mute ? 'HEADERS_TIMEOUT' : 'TIMEOUT';
    this.#end(failed(code, `${this.#ask.place.origin}: no whole headers in time`));
  }

  progress() {
    return { bytes: this.#collector.length, total: this.#total };
  }

  giveUp(): void {
    this.#fault(new LocalFault('ABORTED', `The visit to ${this.#ask.visit.url} was given up`));
  }

  #release(): void {
    if (this.#held) this.#resolveAnswer(this.#held);
    this.#held = null;
  }

  /** Ends before any body, for the web's reasons. */
  #end(answer: Ended | 'gone'): void {
    this.#stop();
    this.#resolveAnswer(answer);
    this.#resolveBody(this.#collector.finish(undefined));
  }

  /** Ends for a reason of ours. */
  #fault(error: unknown): void {
    let fault = error as Error;
    try {
      throwIfLocal(error, `Keeping the body of ${this.#ask.visit.url}`);
    } catch (local) {
      fault = local as Error;
    }
    this.#stop();
    this.#collector.discard();
    this.#rejectAnswer(fault);
    this.#rejectBody(fault);
  }

  /** Ends the body here; what came is kept. */
  #cut(truncated: Truncated | undefined): void {
    this.#release();
    this.#stop();
    this.#resolveBody(this.#collector.finish(truncated));
  }

  #over(): void {
    this.#phase = 'over';
    this.#deadlines.remove(this);
  }

  /** Nothing more is read, and the connection carries nothing more. */
  #stop(): void {
    this.#over();
    this.#reader.stop();
    this.#connection.gone = true;
    this.#connection.carries = null;
    this.#connection.socket.destroy();
  }
}

/** Whether a kept connection failed as it does when the server has closed it while the request was on its way (RFC 9112 §9.3.1). */
function isClosing(error: Error | null): boolean {
  const code = codeOf(error);
  return error === null || code === 'ECONNRESET' || code === 'EPIPE';
}
