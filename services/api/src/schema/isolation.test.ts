import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  captures,
  createRunPartitions,
  origins,
  pages,
  urlHash,
  webhookDeliveries,
  webhooks,
} from '@trunkline/database';
import {
  type GraphQLObjectType,
  getNamedType,
  isInputObjectType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { leastInput } from '../testing/least-input.ts';
import { testApi } from '../testing/test-api.ts';
import { schema } from './schema.ts';

const api = await testApi();
const stranger = await api.keyFor(['admin'], 'strangers');

// biome-ignore lint/suspicious/noExplicitAny: answers are checked field by field
type Result = any;

/** One of everything a project owns. */
async function furnish() {
  const { data } = await api.ask<Result>(
    `mutation($input: JobCreateInput!) { jobCreate(input: $input) { ... on Job { id policy { id } latestRun { id shortId } } } }`,
    { input: { seeds: ['http://mine.test/'] } },
  );
  const { id, policy, latestRun } = data.jobCreate;
  const serial = Number.parseInt(latestRun.shortId, 36);
  await createRunPartitions(api.database.db, serial, 1);
  const url = 'http://mine.test/';
  await api.database.db.insert(captures).values({
    ...{
      runSerial: serial,
      jobSerial: 1,
      hash: urlHash(url),
      capturedAt: new Date(),
      bytes: 1,
      wireBytes: 1,
    },
    ...{ offset: 0, length: 1, links: 0, attempt: 1, status: 200, url, segment: 'x', digest: 'sha1:x' },
  });
  const place = { origin: url, host: 'mine.test' };
  const [origin] = await api.database.db.insert(origins).values(place).returning();
  await api.database.db
    .insert(pages)
    .values({ hash: urlHash(url), jobSerial: 1, originId: origin!.id, firstSeen: 1, depth: 0, path: '' });
  const found = await api.ask<Result>(
    'query($id: ID!) { job(id: $id) { captures { nodes { id } } pages { nodes { id } } hosts { nodes { id } } } }',
    { id },
  );
  const { data: repair } = await api.ask<Result>(
    'mutation($id: ID!) { runRepair(input: { id: $id }) { ... on RunOperation { id } } }',
    { id: latestRun.id },
  );
  const { data: more } = await api.ask<Result>(
    `mutation($id: ID!) {
      jobsPause(input: { filter: {} }) { ... on BulkRequested { operation { id } } }
      scheduleCreate(input: { jobId: $id, cron: "@daily" }) { ... on Schedule { id } }
      webhookCreate(input: { url: "https://a.example/", events: [RUN_DONE] }) { ... on WebhookCreated { webhook { id } } } }`,
    { id },
  );
  const [hook] = await api.database.db.select().from(webhooks);
  await api.database.db
    .insert(webhookDeliveries)
    .values({ webhookId: hook!.id, event: 'run.done', payload: {} });
  const sent = await api.ask<Result>('{ webhooks { nodes { deliveries { nodes { id } } } } }');
  const { data: rule } = await api.ask<Result>(
    'mutation { hostRuleSet(input: { pattern: "mine.test", pace: { delayMs: 5 } }) { ... on HostRule { id } } }',
  );
  const { data: own } = await api.ask<Result>(
    '{ viewer { project { id } } auditLog { nodes { id } } apiKeys { nodes { id } } }',
  );
  return {
    Job: id as string,
    Run: latestRun.id as string,
    Policy: policy.id as string,
    Capture: found.data.job.captures.nodes[0].id as string,
    Page: found.data.job.pages.nodes[0].id as string,
    Host: found.data.job.hosts.nodes[0].id as string,
    Project: own.viewer.project.id as string,
    BulkOperation: more.jobsPause.operation.id as string,
    Schedule: more.scheduleCreate.id as string,
    Webhook: more.webhookCreate.webhook.id as string,
    WebhookDelivery: sent.data.webhooks.nodes[0].deliveries.nodes[0].id as string,
    HostRule: rule.hostRuleSet.id as string,
    ApiKey: own.apiKeys.nodes[0].id as string,
    RunOperation: repair.runRepair.id as string,
    AuditEntry: own.auditLog.nodes[0].id as string,
  };
}

const mine = await furnish();

test('what is mine is found by me', async () => {
  const ids = Object.values(mine);
  const { data, errors } = await api.ask<Result>(
    'query($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }',
    { ids },
  );
  assert.equal(errors, undefined, JSON.stringify(errors));
  assert.deepEqual(
    data.nodes.map((node: Result) => node.id),
    ids,
  );
});

test('a key of another project finds nothing by id', async () => {
  const { data } = await api.ask<Result>(
    'query($ids: [ID!]!) { nodes(ids: $ids) { id } }',
    { ids: Object.values(mine) },
    stranger,
  );
  assert.deepEqual(
    data.nodes,
    Object.values(mine).map(() => null),
  );
  const fields = schema.getQueryType()!.getFields();
  for (const [type, id] of Object.entries(mine)) {
    const name = `${type[0]!.toLowerCase()}${type.slice(1)}`;
    if (!fields[name]?.args.some((arg) => arg.name === 'id')) continue;
    const { data, errors } = await api.ask<Result>(
      `query($id: ID!) { ${name}(id: $id) { id } }`,
      { id },
      stranger,
    );
    assert.equal(data[name], null);
    assert.equal(errors?.[0]?.extensions.code, 'NOT_FOUND', name);
  }
});

test('a key of another project finds nothing in any list of the schema', async () => {
  const query = schema.getQueryType() as GraphQLObjectType;
  const lists = Object.values(query.getFields()).filter((field) =>
    String(field.type).endsWith('Connection!'),
  );
  assert.ok(lists.length >= 4);
  for (const { name, args } of lists) {
    const given = args
      .filter(({ type }) => isNonNullType(type))
      .map((arg) => `${arg.name}: ${JSON.stringify(leastInput(arg.type))}`)
      .join(', ');
    const { data, errors } = await api.ask<Result>(
      `{ ${name}${given && `(${given})`} { totalCount nodes { __typename } } }`,
      {},
      stranger,
    );
    assert.equal(errors, undefined);
    // The stranger has a key and nothing else.
    const count = name === 'apiKeys' ? 1 : 0;
    assert.equal(data[name].totalCount, count, name);
    assert.equal(data[name].nodes.length, count, name);
  }
});

/** Mutations whose input names something by an id, with the inputs that ask for it. */
function* changes() {
  const mutation = schema.getMutationType() as GraphQLObjectType;
  for (const { name, args } of Object.values(mutation.getFields())) {
    const input = getNamedType(args[0]!.type);
    if (!isInputObjectType(input)) continue;
    for (const field of Object.values(input.getFields())) {
      if (getNamedType(field.type).name !== 'ID') continue;
      yield { name, input, field: field.name, list: String(field.type).startsWith('[') };
    }
  }
}

test('a key of another project can change nothing by any id of any mutation', async () => {
  let tried = 0;
  for (const { name, input, field, list } of changes())
    for (const [type, id] of Object.entries(mine)) {
      const given = { ...(leastInput(input) as object), [field]: list ? [id] : id };
      const { data, errors } = await api.ask<Result>(
        `mutation($input: ${input.name}!) { ${name}(input: $input) { __typename ... on UserError { code } } }`,
        { input: given },
        stranger,
      );
      const what = `${name} ${field} ${type}: ${JSON.stringify({ data, errors })}`;
      assert.match(String(data?.[name]?.__typename ?? 'Error'), /Error$/, what);
      assert.match(data?.[name]?.code ?? errors?.[0]?.extensions.code, /^(NOT_FOUND|BAD_|FORBIDDEN)/, what);
      tried++;
    }
  assert.ok(tried > 50);
});

test('the body of a capture is for its project alone', async () => {
  const body = (key: string) =>
    fetch(`${api.url}/captures/${mine.Capture}/body`, { headers: { authorization: `Bearer ${key}` } });
  assert.equal((await body(stranger)).status, 404);
  assert.equal((await fetch(`${api.url}/captures/${mine.Capture}/body`)).status, 401);
});

test('every type that has an id is a Node that this test has looked at', () => {
  const nodes = Object.values(schema.getTypeMap()).filter(
    (type): type is GraphQLObjectType =>
      isObjectType(type) && type.getInterfaces().some((one) => one.name === 'Node'),
  );
  // Workers serve all projects and tell nothing of their URLs.
  const known = [...Object.keys(mine), 'Worker'];
  assert.deepEqual(nodes.map((type) => type.name).sort(), known.sort());
});
