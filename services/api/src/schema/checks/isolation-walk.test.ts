import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClient } from 'graphql-sse';
import { type Furnished, furnish } from '../../testing/furnish.ts';
import { testApi } from '../../testing/test-api.ts';
import { documentsOf, fieldsOf, type Named, type WalkDocument } from '../../testing/walk-schema.ts';
import { hasId } from '../kit/ids.ts';
import { scopesOf } from '../kit/scope-directive.ts';
import { schema } from '../schema.ts';

const api = await testApi();
const stranger = await api.keyFor(['admin'], 'strangers');

/** In everything of the project that says something; no document names it. */
const MARK = 'onyx';
const HOST = 'amber.test';
const mine = await furnish(api, { key: api.key, host: HOST, word: MARK });
const theirs = await furnish(api, { key: stranger, host: 'plain.test', word: 'plain' });

/** Types whose ids an argument takes, where its name does not say it. */
const meant: Record<string, string> = {
  ...{
    jobId: 'Job',
    job: 'Job',
    ids: 'Job',
    subjectId: 'Job',
    runId: 'Run',
    jobs: 'Job',
    runs: 'Run',
    policyId: 'Policy',
  },
  ...{ workerId: 'Worker', keyId: 'ApiKey' },
  'bulkCancel.id': 'BulkOperation',
  ...{
    'explainUrl.run': 'Run',
    'quarantineAllow.id': 'Run',
    'quarantineKeep.id': 'Run',
    'quarantineRelease.id': 'Run',
  },
  'webhookRedeliver.id': 'WebhookDelivery',
};
for (const subscription of ['captures', 'findings', 'hosts', 'jobProgress', 'runEvents', 'live'])
  meant[`${subscription}.id`] = 'Run';

/** Ids of one project, and texts that are only known by who looks at the other's web sites. */
const naming = (ids: Furnished): Named => ({
  ids(root, arg) {
    if (root === 'node' || root === 'nodes') return Object.values(ids);
    const type =
      meant[`${root}.${arg}`] ??
      meant[arg] ??
      Object.keys(ids)
        .filter((name) => hasId(name) && root.toLowerCase().startsWith(name.toLowerCase()))
        .sort((a, b) => b.length - a.length)[0];
    assert.ok(type && ids[type], `Whose id is the argument "${arg}" of ${root}? Say it in "meant".`);
    return [ids[type]];
  },
  text: (arg) => texts[arg] ?? 'x',
  words: { Metric: 'VISITS' },
  gives: (call, type) => !/^nodes?\(/.test(call) || call.includes(JSON.stringify(ids[type])),
});
const texts: Record<string, string> = {
  ...{ host: HOST, hosts: HOST, url: `http://${HOST}/`, seeds: `http://${HOST}/`, query: 'searched' },
  ...{ cron: '@daily' },
};

const roots = {
  query: Object.values(schema.getQueryType()!.getFields()),
  mutation: Object.values(schema.getMutationType()!.getFields()),
  subscription: Object.values(schema.getSubscriptionType()!.getFields()),
};
type Operation = keyof typeof roots;
const documents = (operation: Operation, ids: Furnished): WalkDocument[] =>
  roots[operation].flatMap((root) => [...documentsOf(schema, operation, root, naming(ids))]);

type Answer = { data?: unknown; errors?: readonly { message: string; extensions?: { code?: unknown } }[] };

async function answer(operation: Operation, text: string, key: string): Promise<Answer> {
  if (operation !== 'subscription') return (await api.ask<unknown>(text, {}, key)) as Answer;
  const headers = { authorization: `Bearer ${key}` };
  const client = createClient({ url: `${api.url}/graphql`, headers, retryAttempts: 0 });
  try {
    for await (const first of client.iterate({ query: text })) return first as Answer;
    return {};
  } finally {
    client.dispose();
  }
}

/** Refusals that mean that a document was not looked into, or that something broke. */
const broken = /^(INTERNAL|BAD_INPUT|TOO_\w+|RATE_LIMITED|GRAPHQL_\w+|UNAUTHENTICATED|FORBIDDEN|undefined)$/;

/** What binds the installation is refused to whoever is no operator, and nothing is looked into. */
const scopes = scopesOf(schema);
const isOperators = (operation: Operation, root: string) =>
  scopes.get(`${operation.charAt(0).toUpperCase()}${operation.slice(1)}.${root}`) === 'operator';

/** Answers of all documents; none may be refused as a whole, but to strangers what is the operator's. */
async function* walk(operation: Operation, ids: Furnished, key: string) {
  const waiting = documents(operation, ids).values();
  const all: { document: WalkDocument; answer: Answer }[] = [];
  await Promise.all(
    // Changes one after another.
    Array.from({ length: operation === 'mutation' ? 1 : 4 }, async () => {
      for (const document of waiting)
        all.push({ document, answer: await answer(operation, document.text, key) });
    }),
  );
  for (const one of all) {
    if (key === stranger && isOperators(operation, one.document.root)) {
      assert.equal(one.answer.errors?.[0]?.extensions?.code, 'FORBIDDEN', one.document.text);
      yield one;
      continue;
    }
    for (const { message, extensions } of one.answer.errors ?? [])
      assert.doesNotMatch(String(extensions?.code), broken, `${message}\n${one.document.text}`);
    yield one;
  }
}

/** Workers serve all projects. */
const ids = Object.entries(mine).flatMap(([type, id]) => (type === 'Worker' ? [] : [id]));

/** What of the project is in an answer. A message may repeat what was asked; nothing else may. */
function found({ document, answer }: { document: WalkDocument; answer: Answer }): string[] {
  const text = JSON.stringify(answer, (key, value) => {
    if (key !== 'message' || typeof value !== 'string') return value;
    return ids.reduce((rest, id) => (document.text.includes(id) ? rest.replaceAll(id, '') : rest), value);
  });
  return [MARK, ...ids].filter((mark) => text.toLowerCase().includes(mark.toLowerCase()));
}

test('the walk selects every field of the schema', () => {
  const selected = new Set(
    (['query', 'mutation', 'subscription'] as const).flatMap((operation) =>
      documents(operation, mine).flatMap((document) => document.selected),
    ),
  );
  assert.deepEqual(
    fieldsOf(schema).filter((field) => !selected.has(field)),
    [],
  );
});

/** Root fields that tell nothing of a project, even to itself: `jobPlan` reckons with what it is told; `metrics` tells numbers, whose see metrics.test.ts. */
const telling = (name: string) =>
  !['recorderBacklog', 'searchBacklog', 'rateLimit', 'conductors', 'metrics', 'jobPlan'].includes(name);

for (const operation of ['query', 'subscription'] as const) {
  test(`every ${operation} finds something of the project for its own key`, async () => {
    const finding = new Set<string>();
    for await (const one of walk(operation, mine, api.key))
      if (found(one).length > 0) finding.add(one.document.root);
    assert.deepEqual(
      roots[operation].map(({ name }) => name).filter((name) => telling(name) && !finding.has(name)),
      [],
    );
  });

  for (const [whose, given] of Object.entries({ 'its ids': mine, 'ids of their own': theirs }))
    test(`no ${operation} finds anything of the project for a key of another one, with ${whose}`, async () => {
      for await (const one of walk(operation, given, stranger))
        assert.deepEqual(found(one), [], `${one.document.text}\n${JSON.stringify(one.answer)}`);
    });
}

test('no mutation finds or changes anything of the project for a key of another one', async () => {
  const log =
    '{ auditLog { totalCount } jobs { nodes { id version state } } policies { nodes { id version } } }';
  const before = await api.ask(log);
  for await (const one of walk('mutation', mine, stranger))
    assert.deepEqual(found(one), [], `${one.document.text}\n${JSON.stringify(one.answer)}`);
  const { data } = await api.ask(log);
  assert.deepEqual(data, before.data);
});
