import { type GraphQLInputType, isEnumType, isInputObjectType, isListType, isNonNullType } from 'graphql';

/** The least a field of this type accepts. */
export function leastInput(type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return leastInput(type.ofType);
  if (isListType(type)) return [];
  if (isEnumType(type)) return type.getValues()[0]!.name;
  if (isInputObjectType(type)) {
    const [only] = Object.values(type.getFields());
    if (type.isOneOf && only) return { [only.name]: leastInput(only.type) };
    const needed = Object.values(type.getFields()).filter((field) => isNonNullType(field.type));
    return Object.fromEntries(needed.map((field) => [field.name, leastInput(field.type)]));
  }
  return (
    { ID: 'job_AaIK9Lq5c8iHYJ5k1ArEMQ', String: 'x', DateTime: '2030-01-01T00:00:00Z', Boolean: true }[
      String(type)
    ] ?? 1
  );
}
