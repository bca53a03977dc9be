import type { OutputRef } from '@pothos/core';
import { type Policy, policySchema } from '@trunkline/policy';
import { z } from 'zod';
import type { RulesPatch } from '../../stores/policy/check-rules.ts';
import { builder } from '../kit/builder.ts';
import { Pace, PaceInput } from './pace.ts';

/** The types and inputs of a policy's rules, made from the table that also checks and completes them. */

type Field = {
  schema: z.ZodType;
  nullable: boolean;
  /** What it is where nothing is said, as in rules written before there was such a field; null: it must be said. */
  fallback: { value: unknown } | null;
  description: string;
};

function fieldOf(whole: z.ZodType): Field {
  let schema = whole;
  const field = { nullable: false, description: whole.description };
  const optional = whole instanceof z.ZodDefault || whole instanceof z.ZodPrefault;
  while (
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodNullable
  ) {
    field.nullable ||= schema instanceof z.ZodNullable;
    schema = schema.unwrap() as z.ZodType;
    field.description ??= schema.description;
  }
  if (field.description === undefined) throw new Error('A field of the policy has no description.');
  const fallback = optional ? { value: whole.parse(undefined) } : null;
  return { ...field, schema, fallback, description: field.description };
}

/** The largest Int of GraphQL. */
const MOST_INT = 2_147_483_647;

function typeOf(schema: z.ZodType, of: 'type' | 'input'): unknown {
  if (schema instanceof z.ZodBoolean) return 'Boolean';
  if (schema instanceof z.ZodEnum) return choices(schema);
  if (schema instanceof z.ZodString) return 'String';
  if (schema instanceof z.ZodNumber) return (schema.maxValue ?? Infinity) > MOST_INT ? 'Long' : 'Int';
  if (schema instanceof z.ZodArray) return [typeOf(schema.element as z.ZodType, of)];
  if (schema instanceof z.ZodDiscriminatedUnion) return of === 'type' ? Pace : PaceInput;
  if (schema instanceof z.ZodObject) return of === 'type' ? record(schema) : input(schema);
  throw new Error(`The API has no type for a ${schema.type} of the policy.`);
}

const enums = new Map<unknown, unknown>();

function choices(schema: z.ZodEnum): unknown {
  const made = enums.get(schema);
  if (made) return made;
  const {
    title,
    description,
    values: said,
  } = schema.meta() as { title: string; description: string; values: Record<string, string> };
  const values = schema.options.map((one) => [
    String(one).toUpperCase(),
    { value: String(one), description: said[one] },
  ]);
  const type = builder.enumType(title, { description, values: Object.fromEntries(values) });
  enums.set(schema, type);
  return type;
}

const fieldsOf = (schema: z.ZodObject) =>
  Object.entries(schema.shape).map(([name, one]) => [name, fieldOf(one as z.ZodType)] as const);

const about = (schema: z.ZodObject) => schema.meta() as { title: string; description: string };

function record(schema: z.ZodObject): OutputRef {
  const { title: name, description } = about(schema);
  return builder.objectRef<Record<string, unknown>>(name).implement({
    description,
    fields: (t) =>
      Object.fromEntries(
        fieldsOf(schema).map(([key, { schema: inner, nullable, fallback, description: said }]) => [
          key,
          t.field({
            type: typeOf(inner, 'type') as 'JSON',
            nullable,
            description: said,
            resolve: (rules) => (rules[key] === undefined ? fallback?.value : rules[key]),
          }),
        ]),
      ),
  });
}

function input(schema: z.ZodObject) {
  const { title: name, description } = about(schema);
  const partial = fieldsOf(schema).some(([, { fallback }]) => fallback !== null);
  const kept = partial ? ' What is left out stays as it is, of a new policy at its default.' : '';
  return builder.inputRef<RulesPatch>(`${name}Input`).implement({
    description: `${description}${kept}`,
    fields: (t) =>
      Object.fromEntries(
        fieldsOf(schema).map(([key, { schema: inner, fallback, description: said }]) => [
          key,
          t.field({
            type: typeOf(inner, 'input') as 'JSON',
            required: fallback === null,
            description: said,
          }),
        ]),
      ) as never,
  });
}

export const PolicyRules = record(policySchema) as OutputRef<Policy>;
export const PolicyRulesInput = input(policySchema);
