import type { Policy } from '@trunkline/policy';
import { LocalFault, type Truncated } from '@trunkline/policy';
import type { Dispatcher } from 'undici';
import type { Bodies, BodyCollector, CollectedBody } from '../body/collect.ts';
import { type Connection, GONE } from '../connect/connections.ts';
import type { Place } from '../connect/place.ts';
import { codeOf, failed, headersFailure, throwIfLocal } from '../outcome/fault.ts';
import { isCurrent } from '../queue/confirm.ts';
import { notNow } from '../queue/until-start.ts';
import type { Ended, Visit } from '../visit.ts';
import type { Deadlines, Transfer, Watched } from './deadlines.ts';
import { type Head, readHead } from './head.ts';

export type Ask = {
  visit: Visit;
  place: Place;
  /** What stands in the request line: a path, or for a proxy the whole URL. */
  target: string;
  headers: string[];
  limits: Policy['limits'];
  mayStart(host: string): boolean;
  /** Whether the body of this response is wanted; asked before any of it is read. */
  wants(head: Head): boolean;
};

/** What came of asking: a head, an outcome, or `gone`: nobody was asked, the connection was closed before. */
export type Answer = Head | Ended | 'gone';

/** Slow bodies are measured from here on, ms. */
const SLOW_AFTER = 10_000;
const MAX_INFORMATIONAL = 8;

/** Ends an exchange on our side; never seen outside. */
class Cut extends Error {
  readonly code = 'CUT';
}

/**
 * One request and its response on one connection. The body is drained as it comes, whoever waits for it: a
 * paused reader loses it when the server closes. Deadlines are looked at from outside (`check`).
 */
export class Exchange implements Dispatcher.DispatchHandler, Watched {
  readonly answer: Promise<Answer>;
  /** Resolves when nothing more will come; `truncated` says why when something is missing. */
  readonly body: Promise<CollectedBody>;
  /** True when the connection can carry another request. */
  clean = false;

  readonly #ask: Ask;
  readonly #connection: Connection;
  readonly #deadlines: Deadlines;
  readonly #collector: BodyCollector;
  readonly #reused: boolean;
  #controller: Dispatcher.DispatchController | null = null;
  #resolveAnswer!: (answer: Answer) => void;
  #rejectAnswer!: (fault: Error) => void;
  #resolveBody!: (body: CollectedBody) => void;
  #rejectBody!: (fault: Error) => void;
  #phase: 'waiting' | 'headers' | 'body' | 'over' = 'waiting';
  #began = false;
  #informational = 0;
  #writtenAt = 0;
  #headAt = 0;
  #total: number | null = null;

  constructor(ask: Ask, connection: Connection, deadlines: Deadlines, bodies: Bodies) {
    this.#ask = ask;
    this.#connection = connection;
    this.#deadlines = deadlines;
    this.#collector = bodies.collect(ask.limits.bodyBytes);
    this.#reused = connection.uses++ > 0;
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
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    const { visit, mayStart } = this.#ask;
    const now = performance.now();
    if (visit.signal.aborted || !mayStart(visit.host) || !isCurrent(visit, now) || now > visit.latestStart) {
      controller.abort(notNow(visit));
      return;
    }
    this.#phase = 'headers';
    this.#writtenAt = now;
    visit.wroteRequestAt = now;
    visit.wroteRequestEpoch = Date.now();
    // Undici writes within this turn. Should the process be stopped before it does, the host still counts as asked
    // no earlier than it was: its next start is a delay after the packet, not after the intention.
    queueMicrotask(() => {
      visit.wroteRequestAt = performance.now();
    });
  }

  onResponseStarted(): void {
    this.#began = true;
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    _headers: unknown,
    statusText = '',
  ): void {
    if (status < 200) {
      this.#informational++;
      if (this.#informational > MAX_INFORMATIONAL || status === 101) this.#bad(controller);
      return;
    }
    const { visit, limits } = this.#ask;
    const raw = (controller.rawHeaders ?? []) as Buffer[];
    const head = readHead(status, statusText, raw, limits);
    if (!head) {
      this.#end(failed('HEADERS_TOO_LARGE', `${this.#ask.place.origin}: ${raw.length / 2} headers`));
      controller.abort(new Cut());
      return;
    }
    this.#phase = 'body';
    this.#headAt = performance.now();
    const length = Number(head.get('content-length') ?? Number.NaN);
    this.#total = Number.isSafeInteger(length) ? length : null;
    visit.grant?.received(Math.min(this.#total ?? 0, limits.bodyBytes));
    this.#resolveAnswer(head);
    if (!this.#ask.wants(head)) this.#cut(undefined);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#phase !== 'body') return;
    try {
      if (!this.#collector.push(chunk)) this.#cut('length');
    } catch (error) {
      this.#fault(error);
    }
  }

  onResponseEnd(): void {
    if (this.#phase !== 'body') return;
    this.clean = true;
    this.#over();
    this.#resolveBody(this.#collector.finish(undefined));
  }

  onResponseError(_controller: unknown, error: Error): void {
    if (this.#phase === 'over') return;
    if (this.#phase === 'body') this.#broken(error);
    else this.#refused(error);
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
      if (late || slow) this.#cut('time');
      return;
    }
    const mute = this.#phase === 'headers' && now > this.#writtenAt + limits.headersMs;
    if (!late && !mute) return;
    const code = mute ? 'HEADERS_TIMEOUT' : 'TIMEOUT';
    this.#end(failed(code, `${this.#ask.place.origin}: no whole headers in time`));
    this.#stop(new Cut());
  }

  transfer(now: number): Transfer | null {
    if (this.#phase !== 'body') return null;
    const { run, url } = this.#ask.visit;
    const bytes = this.#collector.length;
    return { run, url: url.slice(0, 500), bytes, total: this.#total, ms: Math.round(now - this.#headAt) };
  }

  /** The connection failed before the headers were whole. */
  #refused(error: Error): void {
    if (codeOf(error) === GONE || (this.#reused && !this.#began && isClosing(error))) {
      this.#end('gone');
      return;
    }
    // A message had begun and the socket was closed by our side: what came was no HTTP response.
    const broken =
      codeOf(error) === 'UND_ERR_SOCKET' && this.#began && !this.#connection.socket.readableEnded;
    try {
      this.#end(headersFailure(broken ? { code: 'BAD_HTTP' } : error, this.#ask.place.origin));
    } catch (fault) {
      this.#fault(fault);
    }
  }

  /** The connection failed within the body: what came is kept. */
  #broken(error: Error): void {
    if (error instanceof LocalFault) {
      this.#fault(error);
      return;
    }
    this.#over();
    this.#resolveBody(this.#collector.finish('disconnect'));
  }

  giveUp(): void {
    this.#fault(new LocalFault('ABORTED', `The visit to ${this.#ask.visit.url} was given up`));
  }

  #bad(controller: Dispatcher.DispatchController): void {
    this.#end(failed('BAD_HTTP', `${this.#ask.place.origin}: too many informational responses`));
    controller.abort(new Cut());
  }

  /** Ends before any body, for the web's reasons. */
  #end(answer: Ended | 'gone'): void {
    this.#over();
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
    this.#over();
    this.#collector.discard();
    this.#rejectAnswer(fault);
    this.#rejectBody(fault);
    this.#stop(new Cut());
  }

  /** Ends the body here; what came is kept. */
  #cut(truncated: Truncated | undefined): void {
    this.#over();
    this.#resolveBody(this.#collector.finish(truncated));
    this.#stop(new Cut());
  }

  #over(): void {
    this.#phase = 'over';
    this.#deadlines.remove(this);
  }

  #stop(reason: Error): void {
    if (this.#controller) this.#controller.abort(reason);
    else this.#connection.client.destroy(reason).catch(() => {}); // waits in a queue: nothing was sent
  }
}

/** Errors of a keep-alive connection that the server closed while the request was on its way (RFC 9112 §9.3.1). */
function isClosing(error: Error): boolean {
  const code = codeOf(error);
  return code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'EPIPE';
}
