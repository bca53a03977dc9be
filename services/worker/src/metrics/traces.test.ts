import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { stages as stageNames } from '@trunkline/policy';
import { startTraceReceiver } from '@trunkline/test-support';
import { installation, until } from '../testing/worker-process.ts';

test('each visit is a trace with a span for each stage it passed; no query, no header and no word of a fault is in it', {
  timeout: 120_000,
}, async (t) => {
  const receiver = await startTraceReceiver();
  const asked: (string | undefined)[] = [];
  const origin = createServer((request, response) => {
    asked.push(request.headers.traceparent as string | undefined);
    if (request.url?.startsWith('/loop')) response.writeHead(302, { location: request.url }).end();
    else
      response
        .setHeader('set-cookie', 'id=s3cret')
        .setHeader('content-type', 'text/html')
        .end('<title>s3cret</title>');
  });
  await new Promise<void>((resolve) => origin.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    receiver.close();
    origin.closeAllConnections();
    origin.close();
  });
  const { port } = origin.address() as AddressInfo;
  const { worker, crawl, frontier } = await installation(t);
  const { child, exited } = await worker({
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTEL_TRACES_SAMPLER: 'always_on',
  });
  const urls = [`http://127.0.0.1:${port}/a?token=s3cret`, `http://127.0.0.1:${port}/loop?token=s3cret`];
  await crawl('r', urls, { retries: { attempts: 1 } });
  await until(async () => (await frontier.sizes('r'))?.counters.finished === 2);
  child.kill('SIGTERM');
  assert.equal(await exited, 0);

  const roots = receiver.spans.filter(({ parent }) => parent === '');
  assert.deepEqual(
    roots.map(({ name, service, attributes }) => [name, service, attributes['url.path']]).sort(),
    [
      ['visit', 'trunkline-worker', '/a'],
      ['visit', 'trunkline-worker', '/loop'],
    ],
  );
  const stages = (path: string) => {
    const root = roots.find(({ attributes }) => attributes['url.path'] === path)!;
    const inside = receiver.spans.filter(({ parent }) => parent === root.spanId);
    for (const { name, traceId, from, to, attributes } of inside) {
      assert.equal(traceId, root.traceId);
      assert.ok(from >= root.from - 1 && to <= root.to + 1 && from <= to, `${name} lies within its visit`);
      const { 'trunkline.wait_ms': wait, 'trunkline.service_ms': service } = attributes;
      assert.ok(
        Math.abs(Number(wait) + Number(service) - (to - from)) < 0.1,
        `${name}: ${wait} + ${service}`,
      );
    }
    return { root, names: inside.sort((a, b) => a.from - b.from).map(({ name }) => name) };
  };
  const page = stages('/a');
  assert.deepEqual(page.names, [...stageNames]);
  assert.deepEqual(
    [
      page.root.failed,
      page.root.attributes['trunkline.outcome'],
      page.root.attributes['http.response.status_code'],
    ],
    [false, 'fetched', 200],
  );
  const loop = stages('/loop');
  assert.ok(!loop.names.includes('extract') && loop.names.includes('headers'), loop.names.join());
  assert.deepEqual([loop.root.failed, loop.root.attributes['trunkline.code']], [true, 'REDIRECT_LOOP']);

  assert.doesNotMatch(receiver.text(), /s3cret|token/);
  assert.deepEqual(asked, [undefined, undefined], 'origins are told nothing of traces');
});
