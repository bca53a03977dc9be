import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedDirective,
  isSpecifiedScalarType,
} from 'graphql';
import { schema } from '../schema.ts';

type Named = { name: string; description?: string | null | undefined };

/** Everything of the schema that a reader of GraphiQL can look up, with the path to it. */
function* everything(): Generator<[path: string, item: Named]> {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isIntrospectionType(type) || isSpecifiedScalarType(type)) continue;
    yield [type.name, type];
    if (isEnumType(type)) for (const value of type.getValues()) yield [`${type.name}.${value.name}`, value];
    if (isInputObjectType(type))
      for (const field of Object.values(type.getFields())) yield [`${type.name}.${field.name}`, field];
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      yield [`${type.name}.${field.name}`, field];
      for (const arg of field.args) yield [`${type.name}.${field.name}(${arg.name})`, arg];
    }
  }
  for (const directive of schema.getDirectives()) {
    if (isSpecifiedDirective(directive)) continue;
    yield [`@${directive.name}`, directive];
    for (const arg of directive.args) yield [`@${directive.name}(${arg.name})`, arg];
  }
}

test('every type, field, argument, input field, enum value and directive says what it is', () => {
  const all = [...everything()];
  assert.ok(all.length > 500);
  assert.deepEqual(
    all.filter(([, { description }]) => !description || description.trim().length < 3).map(([path]) => path),
    [],
  );
});
