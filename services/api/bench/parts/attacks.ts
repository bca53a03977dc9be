/** What there is to attack: a job, a capture of it, and where its body is, which has 1 GiB without its coding. */
export type Target = { job: string; capture: string; bodyUrl: string };

/** One request beside GraphQL; `reads`: what is done with its answer. `body` is sent piece by piece. */
export type Rest = {
  method: string;
  path: string;
  headers?: Record<string, string>;
  body?: () => Iterable<string>;
  reads: 'all' | 'nothing';
};

/**
 * The abuse list: documents that are sent again and again by four connections, what is done with sockets, and requests beside GraphQL, of
 * which fifty go on at once.
 */
type Attack =
  | { body: (target: Target) => string }
  | { sockets: 'strangers' | 'subscriptions' }
  | { rest: (target: Target) => Rest };

const get = (path: (target: Target) => string, more: Partial<Rest> = {}) => ({
  rest: (target: Target): Rest => ({ method: 'GET', path: path(target), reads: 'all', ...more }),
});

/** Some megabytes of seeds. */
function* seeds() {
  for (let n = 0; n < 100; n++)
    yield Array.from({ length: 1000 }, (_, i) => `"http://a.test/${n}/${i}/${'x'.repeat(50)}"\n`).join('');
}

const query = (text: string) => ({ body: () => JSON.stringify({ query: text }) });
const aliases = Array.from({ length: 1000 }, (_, i) => `a${i}:keyName`).join(' ');
const deep = `{ jobs { nodes { ${'latestRun { job { '.repeat(24)} id ${'} } '.repeat(24)} } } }`;
const doubling = Array.from(
  { length: 60 },
  (_, i) => `fragment F${i} on Viewer { ...F${i + 1} ...F${i + 1} }`,
);
const nested = `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`;

export const attacks: Record<string, Attack> = {
  aliases: query(`{ viewer { ${aliases} } }`),
  depth: query(deep),
  schema_fragment: query(`query q { ...__schema } fragment __schema on Query ${deep}`),
  cyclic_fragments: query('{ viewer { ...A } } fragment A on Viewer { ...B } fragment B on Viewer { ...A }'),
  doubling_fragments: query(`{ viewer { ...F0 } } ${doubling.join(' ')} fragment F60 on Viewer { keyName }`),
  large_body: query(`{ viewer { keyName } } #${'x'.repeat(10_000_000)}`),
  many_tokens: query(`{ viewer { ${'a '.repeat(49_000)} } }`),
  deep_variables: {
    body: () =>
      `{"query":"query($f: JobFilter) { jobs(filter: $f) { nodes { id } } }","variables":{"f":${nested}}}`,
  },
  strangers: { sockets: 'strangers' },
  subscriptions: { sockets: 'subscriptions' },
  heads: get(({ bodyUrl }) => bodyUrl, { method: 'HEAD' }),
  downloads: get(({ bodyUrl }) => bodyUrl),
  stuck_downloads: get(({ bodyUrl }) => bodyUrl, { reads: 'nothing' }),
  far_ranges: get(({ bodyUrl }) => bodyUrl, { headers: { range: 'bytes=-10' } }),
  beginnings: {
    body: ({ capture }) =>
      JSON.stringify({
        query: `{ capture(id: "${capture}") { a: body(maxBytes: 1048576) { base64 text } b: body(maxBytes: 1048575) { base64 text } } }`,
      }),
  },
  exports: get(({ job }) => `/export/${job}/pages`),
  stuck_exports: get(({ job }) => `/export/${job}/captures?format=csv`, { reads: 'nothing' }),
  links: get(({ job }) => `/export/${job}/links`),
  unknown: get(() => '/captures/capture_x/body'),
  uploads: get(({ job }) => `/jobs/${job}/seeds`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: seeds,
  }),
};
