/** Redis is away, or answered nothing in time. Nothing was queued in memory; repeat the call with the same ids. */
export class FrontierUnavailable extends Error {
  override readonly name = 'FrontierUnavailable';
  readonly code = 'FRONTIER_UNAVAILABLE';
  constructor(doing: string, options?: ErrorOptions) {
    const cause = options?.cause instanceof Error ? `: ${options.cause.message}` : '';
    super(`Redis did not answer while the frontier was asked to ${doing}${cause}. Try again.`, options);
  }
}

/** Redis is full: nothing new is taken until what waits there has been fetched, or it is given more memory. Nothing was lost. */
export class FrontierFull extends Error {
  override readonly name = 'FrontierFull';
  readonly code = 'REDIS_FULL';
  constructor(options?: ErrorOptions) {
    super(
      'Redis is full: the frontier takes no new URLs for now. It goes on by itself when there is room.',
      options,
    );
  }
}

/** The Redis server must not hold a frontier as it is configured. */
export class FrontierMisconfigured extends Error {
  override readonly name = 'FrontierMisconfigured';
  readonly code = 'FRONTIER_MISCONFIGURED';
}

/** The frontier was asked for something that cannot be: a drop of a running run. */
export class FrontierMisuse extends Error {
  override readonly name = 'FrontierMisuse';
  readonly code = 'FRONTIER_MISUSE';
}
