/** How traces are sampled: the names of the OpenTelemetry specification. */
const samplers = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;

/** The standard environment of OpenTelemetry, as far as it is ours to read: the rest the exporter reads itself. */
export type TracingSettings = {
  /** Share of the traces that are kept, 0…1; null: not said. */
  ratio: number | null;
};

/**
 * Whether and how traces are made. Null unless an OTLP endpoint is named (OTEL_EXPORTER_OTLP_ENDPOINT or
 * OTEL_EXPORTER_OTLP_TRACES_ENDPOINT) and nothing switches them off (OTEL_SDK_DISABLED, OTEL_TRACES_EXPORTER=none).
 * All traces begin here, so the samplers that look at a parent are those without.
 * @throws when a setting is none, with its name
 */
export function tracingSettings(env: NodeJS.ProcessEnv): TracingSettings | null {
  const endpoint = env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] || env['OTEL_EXPORTER_OTLP_ENDPOINT'];
  if (!endpoint || env['OTEL_SDK_DISABLED']?.toLowerCase() === 'true') return null;
  const exporter = env['OTEL_TRACES_EXPORTER'] || 'otlp';
  if (exporter === 'none') return null;
  if (exporter !== 'otlp') throw new Error(`OTEL_TRACES_EXPORTER is ${exporter}; pass otlp or none.`);
  const protocol =
    env['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL'] || env['OTEL_EXPORTER_OTLP_PROTOCOL'] || 'http/json';
  if (!protocol.startsWith('http/'))
    throw new Error(`OTEL_EXPORTER_OTLP_PROTOCOL is ${protocol}; traces are sent over HTTP: pass http/json.`);
  if (!URL.canParse(endpoint))
    throw new Error('OTEL_EXPORTER_OTLP_ENDPOINT is no URL, such as http://127.0.0.1:4318');
  return { ratio: ratioOf(env) };
}

function ratioOf(env: NodeJS.ProcessEnv): number | null {
  const sampler = env['OTEL_TRACES_SAMPLER'];
  if (!sampler) return null;
  if (!(samplers as readonly string[]).includes(sampler))
    throw new Error(`OTEL_TRACES_SAMPLER is ${sampler}; pass one of ${samplers.join(', ')}.`);
  if (sampler.endsWith('always_on')) return 1;
  if (sampler.endsWith('always_off')) return 0;
  const ratio = Number(env['OTEL_TRACES_SAMPLER_ARG'] || '1');
  if (!(ratio >= 0 && ratio <= 1))
    throw new Error('OTEL_TRACES_SAMPLER_ARG is no share from 0 to 1, such as 0.01');
  return ratio;
}
