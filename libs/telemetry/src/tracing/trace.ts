/** What a span says: words and numbers, never a text an origin or a client chose freely. */
export type Attributes = Record<string, string | number | boolean>;

/** One trace that is being made: a root span, and one span for each stage that was passed. */
export type Trace = {
  /** A stage: when its place was asked for, when it was had and when the work was over. All performance.now(). */
  stage(name: string, askedAt: number, beganAt: number, endedAt: number, ok: boolean): void;
  /** The root span is over. Nothing may follow. */
  end(attributes: Attributes, ok: boolean): void;
};

/** Makes traces and sends them on. */
export type Tracer = {
  /**
   * A new trace with this root span; null: this one is not among those that are kept, and cost a random number.
   * `beganAt`: performance.now(), when that is not now.
   */
  begin(name: string, attributes: () => Attributes, beganAt?: number): Trace | null;
  /** Sends what is left, for a few seconds at most. */
  close(): Promise<void>;
};

/** Of a URL what may stand in a trace: no user, no query, no fragment, for any of them may be a secret. */
export function urlAttributes(url: string): Attributes {
  const parsed = URL.parse(url);
  if (!parsed) return {};
  const { protocol, hostname, port, pathname } = parsed;
  return {
    'url.scheme': protocol.slice(0, -1),
    'server.address': hostname,
    'server.port': Number(port || (protocol === 'https:' ? 443 : 80)),
    'url.path': pathname.slice(0, 500),
  };
}
