import type { Tracer } from '@trunkline/telemetry';
import type { Operation } from './operations-plugin.ts';

/** Makes the trace of an operation that is over. Neither its text nor its variables are told: both may hold secrets. */
export function traceOperation(tracer: Tracer, { type, field, name, ok, ms }: Operation): void {
  const attributes = () => ({
    'graphql.operation.type': type,
    'trunkline.field': field,
    ...(name === null ? {} : { 'graphql.operation.name': name }),
  });
  tracer.begin(`${type} ${field}`, attributes, performance.now() - ms)?.end({}, ok);
}
