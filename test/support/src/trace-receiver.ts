import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

type Value = { stringValue?: string; intValue?: number | string; doubleValue?: number; boolValue?: boolean };

/** A span as a receiver of OTLP has it; times in ms since the epoch. */
export type ReceivedSpan = {
  service: string;
  name: string;
  traceId: string;
  spanId: string;
  parent: string;
  from: number;
  to: number;
  failed: boolean;
  attributes: Record<string, string | number | boolean | undefined>;
};

type Body = {
  resourceSpans: {
    resource: { attributes: { key: string; value: Value }[] };
    scopeSpans: { spans: Raw[] }[];
  }[];
};
type Raw = {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  status?: { code?: number };
  attributes: { key: string; value: Value }[];
};

/** A receiver of traces by OTLP over HTTP in JSON, on loopback; keeps what it was sent, as text and as spans. */
export async function startTraceReceiver() {
  const spans: ReceivedSpan[] = [];
  const texts: string[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const sent = Buffer.concat(chunks);
    const text = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent).toString();
    texts.push(`${request.method} ${request.url} ${text}`);
    if (request.url === '/v1/traces') spans.push(...spansOf(JSON.parse(text) as Body));
    response.setHeader('content-type', 'application/json').end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    /** Everything that was sent. */
    text: () => texts.join('\n'),
    close(): void {
      server.closeAllConnections();
      server.close();
    },
  };
}

function spansOf({ resourceSpans }: Body): ReceivedSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap((scope) =>
      scope.spans.map((span) => ({
        service: String(attributesOf(resource.attributes)['service.name']),
        name: span.name,
        traceId: span.traceId,
        spanId: span.spanId,
        parent: span.parentSpanId ?? '',
        from: Number(BigInt(span.startTimeUnixNano)) / 1e6,
        to: Number(BigInt(span.endTimeUnixNano)) / 1e6,
        failed: span.status?.code === 2,
        attributes: attributesOf(span.attributes),
      })),
    ),
  );
}

function attributesOf(list: { key: string; value: Value }[]) {
  const numbered = (value: Value) =>
    value.intValue === undefined ? value.doubleValue : Number(value.intValue);
  return Object.fromEntries(
    list.map(({ key, value }) => [key, value.stringValue ?? value.boolValue ?? numbered(value)]),
  );
}
