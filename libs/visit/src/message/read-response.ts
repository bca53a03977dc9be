import { endOfHead, type ResponseHead, readHead, startOfHead } from '@trunkline/web/http';
import { type Chunks, createChunks } from './chunks.ts';
import { type Framing, framingOf } from './framing.ts';

/** Whoever waits for a response. After `end`, `bad` or `tooLarge`, and after it has stopped the reader, nothing more comes. */
export type Awaiting = {
  /** The head of the response, informational ones before it left out. */
  head(head: ResponseHead, framing: Framing): void;
  part(bytes: Buffer): void;
  /** It is whole. `keep`: the connection can carry another request. */
  end(keep: boolean): void;
  /** This is no HTTP; the problem names its line. */
  bad(problem: string): void;
  /** The head is longer than it may be. */
  tooLarge(how: string): void;
};

export type HeadLimits = { headerBytes: number; headerCount: number };

/** Heads before the one that counts (RFC 9110 §15.2): 100, 103 and the like, so many of them. */
const MOST_INFORMATIONAL = 16;

/**
 * Reads the answer to one GET from the bytes of a connection, as they come. A head that comes in one piece is looked at in place;
 * body bytes are handed on where they lie, those of many chunks once they lie one behind the other: what is given is not kept as it is.
 */
export class ResponseReader {
  /** True once a byte has come. */
  began = false;
  readonly #awaiting: Awaiting;
  readonly #limits: HeadLimits;
  #state: 'head' | 'body' | 'over' = 'head';
  /** The beginning of a head whose end has not come, in a buffer that may be longer. */
  #begun: Buffer | null = null;
  #length = 0;
  #informational = 0;
  #informationalBytes = 0;
  #framing: Framing | null = null;
  #left = 0;
  #chunks: Chunks | null = null;

  constructor(awaiting: Awaiting, limits: HeadLimits) {
    this.#awaiting = awaiting;
    this.#limits = limits;
  }

  push(bytes: Buffer): void {
    this.began = true;
    if (this.#state === 'head') this.#readHeads(bytes);
    else if (this.#state === 'body') this.#readBody(bytes);
  }

  /** The server has closed: whether the response was whole then. */
  ended(): boolean {
    return this.#state === 'body' && this.#framing?.body.by === 'close';
  }

  /** Nothing more is wanted. */
  stop(): void {
    this.#state = 'over';
    this.#begun = null;
  }

  #readHeads(bytes: Buffer): void {
    const searched = Math.max(0, this.#length - 2);
    let rest = this.#begun ? this.#append(bytes) : bytes;
    for (let from = searched; this.#state === 'head'; from = 0) {
      const start = startOfHead(rest);
      if (start === null) return void this.#bad(`status line: ${shown(rest)} is none`);
      const end = start < 0 ? -1 : endOfHead(rest, Math.max(start, from));
      const length = (end < 0 ? rest.length : end) - Math.max(0, start);
      if (length + this.#informationalBytes > this.#limits.headerBytes)
        return void this.#tooLarge(`more than ${this.#limits.headerBytes} bytes of headers`);
      if (end < 0) return void this.#keep(rest, rest === bytes);
      const head = readHead(Buffer.from(rest.subarray(start, end)));
      rest = rest.subarray(end);
      if ('problem' in head) return void this.#bad(head.problem);
      if (head.status < 200) this.#skip(head, length);
      else this.#begin(head);
    }
    // In the bytes of the socket, which are given back when they are no longer needed.
    if (this.#state === 'body') this.#readBody(bytes.subarray(bytes.length - rest.length));
  }

  /** Copies what came behind what was kept. */
  #append(bytes: Buffer): Buffer {
    const length = this.#length + bytes.length;
    if (length > this.#begun!.length) {
      const longer = Buffer.allocUnsafeSlow(2 * length);
      this.#begun!.copy(longer, 0, 0, this.#length);
      this.#begun = longer;
    }
    bytes.copy(this.#begun!, this.#length);
    this.#length = length;
    return this.#begun!.subarray(0, length);
  }

  #keep(rest: Buffer, isOfSocket: boolean): void {
    if (!isOfSocket && this.#begun && rest.length === this.#length) return;
    this.#begun = Buffer.from(rest);
    this.#length = rest.length;
  }

  #skip(head: ResponseHead, length: number): void {
    this.#informational++;
    this.#informationalBytes += length;
    if (head.status === 101)
      return void this.#bad('status line: it switches to a protocol that nobody asked for');
    if (this.#informational > MOST_INFORMATIONAL)
      this.#bad(`status line: ${head.status} is one of more than ${MOST_INFORMATIONAL} before an answer`);
  }

  #begin(head: ResponseHead): void {
    const { headerCount } = this.#limits;
    if (head.headers.length > headerCount) return void this.#tooLarge(`more than ${headerCount} headers`);
    const framing = framingOf(head);
    if ('problem' in framing) return void this.#bad(framing.problem);
    const { body } = framing;
    this.#framing = framing;
    this.#begun = null;
    this.#state = 'body';
    if (body.by === 'chunks') this.#chunks = createChunks();
    this.#left = body.by === 'length' ? body.length : 0;
    this.#awaiting.head(head, framing);
  }

  #readBody(bytes: Buffer): void {
    const { body } = this.#framing!;
    if (body.by === 'close') {
      if (bytes.length > 0) this.#awaiting.part(bytes);
    } else if (body.by === 'chunks') {
      const taken = this.#chunks!.read(bytes, this.#part);
      if (typeof taken === 'string') this.#bad(taken);
      else if (this.#chunks!.over()) this.#end(taken === bytes.length);
    } else {
      const part = bytes.length > this.#left ? bytes.subarray(0, this.#left) : bytes;
      this.#left -= part.length;
      if (part.length > 0) this.#awaiting.part(part);
      if (this.#left === 0) this.#end(part.length === bytes.length);
    }
  }

  readonly #part = (part: Buffer): void => this.#awaiting.part(part);

  /** `alone`: nothing came after it that nobody asked for. */
  #end(alone: boolean): void {
    if (this.#state !== 'body') return;
    this.stop();
    this.#awaiting.end(alone && this.#framing!.keep);
  }

  #bad(problem: string): void {
    if (this.#state === 'over') return;
    this.stop();
    this.#awaiting.bad(problem);
  }

  #tooLarge(how: string): void {
    this.stop();
    this.#awaiting.tooLarge(how);
  }
}

function shown(bytes: Buffer): string {
  const line = bytes.toString('latin1', 0, Math.min(bytes.length, 80)).trimStart();
  return JSON.stringify(line.split(/[\r\n]/, 1)[0]);
}
