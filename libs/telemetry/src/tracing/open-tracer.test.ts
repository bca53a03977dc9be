import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { type TestContext, test } from 'node:test';
import { startTraceReceiver } from '@trunkline/test-support';
import { tracingSettings } from './environment.ts';
import { openTracer } from './open-tracer.ts';
import { urlAttributes } from './trace.ts';

const open = (ratio: number, troubles: Error[] = []) =>
  openTracer({
    settings: { ratio },
    service: 'test',
    version: '1',
    kind: 'client',
    ratio: 1,
    onTrouble: (error) => troubles.push(error),
  });

/** Names a receiver in this process' environment, where the exporter looks, for as long as the test runs. */
async function receiving(t: TestContext) {
  const receiver = await startTraceReceiver();
  process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = receiver.url;
  t.after(() => {
    delete process.env['OTEL_EXPORTER_OTLP_ENDPOINT'];
    receiver.close();
  });
  return receiver;
}

test('a trace has a span for each stage below its root, with waiting and service apart, and says what failed', async (t) => {
  const receiver = await receiving(t);
  const tracer = await open(1);
  const trace = tracer!.begin('visit', () => ({ a: 1 }));
  const now = performance.now();
  trace!.stage('dns', now, now + 3, now + 10, true);
  trace!.stage('body', now + 10, now + 10, now + 20, false);
  trace!.end({ b: 'x' }, false);
  await tracer!.close();

  const [dns, body, root] = ['dns', 'body', 'visit'].map((name) =>
    receiver.spans.find((span) => span.name === name),
  );
  assert.equal(receiver.spans.length, 3);
  assert.deepEqual([root?.parent, root?.failed, root?.service], ['', true, 'test']);
  assert.deepEqual(root?.attributes, { a: 1, b: 'x' });
  for (const stage of [dns, body])
    assert.deepEqual([stage?.parent, stage?.traceId], [root?.spanId, root?.traceId]);
  const { 'trunkline.wait_ms': wait, 'trunkline.service_ms': service } = dns!.attributes;
  assert.ok(Math.abs(Number(wait) - 3) < 1e-6 && Math.abs(Number(service) - 7) < 1e-6, `${wait} ${service}`);
  assert.ok(Math.abs(dns!.to - dns!.from - 10) < 0.01);
  assert.deepEqual([dns?.failed, body?.failed], [false, true]);
});

test('of many traces the share that was asked for is kept, and none without a share', async (t) => {
  const receiver = await receiving(t);
  for (const [ratio, least, most] of [
    [0, 0, 0],
    [0.25, 350, 650],
  ] as const) {
    receiver.spans.length = 0;
    const tracer = await open(ratio);
    let kept = 0;
    for (let n = 0; n < 2000; n++) {
      const trace = tracer!.begin('visit', () => ({}));
      if (trace) kept++;
      trace?.end({}, true);
    }
    await tracer!.close();
    assert.ok(kept >= least && kept <= most, `${kept} of 2,000 at ${ratio}`);
    assert.equal(receiver.spans.length, kept);
  }
});

test('a receiver that is away is told of, and holds nobody up', async (t) => {
  const receiver = await receiving(t);
  receiver.close();
  const troubles: Error[] = [];
  const tracer = await open(1, troubles);
  tracer!.begin('visit', () => ({}))!.end({}, true);
  await tracer!.close();
});

test('without an endpoint there is no tracer, and nothing of OpenTelemetry or the metrics library is loaded', async () => {
  const script = `
    import { registerHooks } from 'node:module';
    const loaded = [];
    registerHooks({ load: (url, context, next) => { loaded.push(url); return next(url, context); } });
    const { openTracer, tracingSettings } = await import('${new URL('../index.ts', import.meta.url)}');
    const settings = tracingSettings({});
    const tracer = await openTracer({ settings, service: 's', version: '1', ratio: 1 });
    const extra = loaded.filter((url) => /opentelemetry|prom-client/.test(url));
    console.log(JSON.stringify({ tracer, extra, loaded: loaded.length }));`;
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  const { tracer, extra, loaded } = JSON.parse(said) as { tracer: null; extra: string[]; loaded: number };
  assert.equal(tracer, null);
  assert.deepEqual(extra, []);
  assert.ok(loaded > 10, `${loaded} modules were seen`);
});

test('the standard environment decides whether and how many traces are made; what is wrong in it is said', () => {
  const at = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' };
  const rules: [env: Record<string, string>, settings: ReturnType<typeof tracingSettings>][] = [
    [{}, null],
    [at, { ratio: null }],
    [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://127.0.0.1:1/x' }, { ratio: null }],
    [{ ...at, OTEL_SDK_DISABLED: 'true' }, null],
    [{ ...at, OTEL_TRACES_EXPORTER: 'none' }, null],
    [{ ...at, OTEL_TRACES_SAMPLER: 'always_on' }, { ratio: 1 }],
    [{ ...at, OTEL_TRACES_SAMPLER: 'parentbased_always_off' }, { ratio: 0 }],
    [
      { ...at, OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.2' },
      { ratio: 0.2 },
    ],
  ];
  for (const [env, settings] of rules) assert.deepEqual(tracingSettings(env), settings, JSON.stringify(env));
  for (const [name, value] of [
    ['OTEL_TRACES_SAMPLER', 'sometimes'],
    ['OTEL_TRACES_EXPORTER', 'jaeger'],
    ['OTEL_EXPORTER_OTLP_PROTOCOL', 'grpc'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'here'],
  ] as const)
    assert.throws(() => tracingSettings({ ...at, [name]: value }), new RegExp(name));
  const ratio = { OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '2' };
  assert.throws(() => tracingSettings({ ...at, ...ratio }), /OTEL_TRACES_SAMPLER_ARG/);
});

test('of a URL a trace has no user, query or fragment', () => {
  const found = urlAttributes('https://user:secret@a.test/path?token=secret#secret');
  assert.deepEqual(found, {
    'url.scheme': 'https',
    'server.address': 'a.test',
    'server.port': 443,
    'url.path': '/path',
  });
});
