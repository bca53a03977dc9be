/** The abuse list, as bodies that are sent again and again, or as what is done with sockets. */
type Attack = { body: (id: string) => string } | { sockets: 'strangers' | 'subscriptions' };

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
};
