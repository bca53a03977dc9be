import { GraphQLError, Kind } from 'graphql';
import { momentOf } from '../../stores/lists/keys.ts';
import { builder } from './builder.ts';

builder.scalarType('DateTime', {
  description:
    'A moment as ISO 8601 in UTC with milliseconds, of the years 1 to 9999: "2026-11-23T18:04:05.123Z".',
  serialize: (value) => value.toISOString(),
  parseValue: (value) => {
    const at = typeof value === 'string' ? momentOf(Date.parse(value)) : null;
    if (at === null)
      throw new GraphQLError(
        `${JSON.stringify(value)} is not a time such as "2026-11-23T18:04:05Z", of the years 1 to 9999.`,
      );
    return at;
  },
});

function parseLong(value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value))
    throw new GraphQLError(`${JSON.stringify(value)} is not a whole number up to 2^53 − 1.`);
  return value;
}

builder.scalarType('Long', {
  description: 'A whole number up to 2^53 − 1, as a JSON number: counts and bytes, which outgrow Int.',
  serialize: Math.round,
  parseValue: parseLong,
  parseLiteral: (node) => parseLong(node.kind === Kind.INT ? Number(node.value) : Number.NaN),
});

builder.scalarType('JSON', {
  description: 'Any JSON value. Only where the shape is that of other objects, as in the audit log.',
  serialize: (value) => value,
});
