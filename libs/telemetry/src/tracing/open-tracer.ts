import type { TracingSettings } from './environment.ts';
import type { Attributes, Tracer } from './trace.ts';

export type TracerOptions = {
  /** Null: there is no tracer, and none of OpenTelemetry is loaded. */
  settings: TracingSettings | null;
  /** Of this process, unless OTEL_SERVICE_NAME says another. */
  service: string;
  version: string;
  /** What its traces are of: requests it makes, or requests it answers. */
  kind: 'client' | 'server';
  /** Share of the traces that are kept where the environment does not say. */
  ratio: number;
  onTrouble: (error: Error) => void;
};

/** How long what is left may take to be sent at the end, ms. */
const LAST_MS = 2000;

/** performance.now() as ms since the epoch. */
const epoch = (at: number) => performance.timeOrigin + at;

/**
 * Opens a tracer that sends spans by OTLP over HTTP to where OTEL_EXPORTER_OTLP_* says, in batches, from a bounded queue: a
 * receiver that is away costs spans, never visits.
 */
export async function openTracer(options: TracerOptions): Promise<Tracer | null> {
  const { settings, service, version, onTrouble } = options;
  if (settings === null) return null;
  const ratio = settings.ratio ?? options.ratio;
  const [
    { diag, DiagLogLevel, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace },
    sdk,
    { OTLPTraceExporter },
    resources,
  ] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ]);
  const say = (message: string) => onTrouble(new Error(`Traces: ${message}`));
  const quiet = () => undefined;
  diag.setLogger(
    { error: say, warn: say, info: quiet, debug: quiet, verbose: quiet },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
  const { envDetector, resourceFromAttributes, detectResources } = resources;
  const resource = resourceFromAttributes({
    'service.name': service,
    'service.version': version,
    'process.pid': process.pid,
  }).merge(detectResources({ detectors: [envDetector] }));
  const kind = options.kind === 'client' ? SpanKind.CLIENT : SpanKind.SERVER;
  const provider = new sdk.TracerProvider({
    resource,
    spanProcessors: [new sdk.BatchSpanProcessor({ exporter: new OTLPTraceExporter() })],
  });
  const tracer = provider.getTracer('trunkline', version);

  return {
    begin(name, attributes, beganAt = performance.now()) {
      if (Math.random() >= ratio) return null;
      const root = tracer.startSpan(
        name,
        { kind, root: true, startTime: epoch(beganAt), attributes: attributes() },
        ROOT_CONTEXT,
      );
      const context = trace.setSpan(ROOT_CONTEXT, root);
      return {
        stage(stage, askedAt, beganAt, endedAt, ok) {
          const times: Attributes = {
            'trunkline.wait_ms': beganAt - askedAt,
            'trunkline.service_ms': endedAt - beganAt,
          };
          const span = tracer.startSpan(stage, { startTime: epoch(askedAt), attributes: times }, context);
          // What comes before it is waiting for a place, what comes after it the work.
          span.addEvent('began', epoch(beganAt));
          if (!ok) span.setStatus({ code: SpanStatusCode.ERROR });
          span.end(epoch(endedAt));
        },
        end(last, ok) {
          root.setAttributes(last);
          if (!ok) root.setStatus({ code: SpanStatusCode.ERROR });
          root.end(epoch(performance.now()));
        },
      };
    },
    async close() {
      const timer = new Promise<void>((resolve) => setTimeout(resolve, LAST_MS).unref());
      await Promise.race([provider.shutdown().catch((error: Error) => say(error.message)), timer]);
      diag.disable();
    },
  };
}
