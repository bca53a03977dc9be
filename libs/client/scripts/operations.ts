import { buildSchema, parse, print, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import { changes, lists } from '../src/documents/changes-and-lists.ts';

/** The changes and the lists as documents, whose variables have the types of the arguments they are given to. */
export function operations(schemaText: string): string[] {
  const schema = buildSchema(schemaText);

  function declared(kind: string, name: string, selection: string): string {
    const text = `${kind} ${name} { ${selection} }`;
    const types = new TypeInfo(schema);
    const variables = new Map<string, string>();
    visit(
      parse(text),
      visitWithTypeInfo(types, {
        Variable: ({ name: { value } }) => void variables.set(`$${value}`, String(types.getInputType())),
      }),
    );
    // A list is asked for with the size of its pages.
    if (variables.has('$first')) variables.set('$first', 'Int!');
    const declarations = Array.from(variables, ([variable, type]) => `${variable}: ${type}`).join(', ');
    return print(parse(text.replace(name, `${name}(${declarations})`)));
  }

  return [
    ...Object.entries(changes).map(([field, answer]) =>
      declared(
        'mutation',
        field.charAt(0).toUpperCase() + field.slice(1),
        `${field}(input: $input) { __typename ${answer} ...ErrorParts }`,
      ),
    ),
    ...Object.entries(lists).map(([name, [way, item]]) => declared('query', name, selectionOf(way, item))),
  ];
}

function selectionOf(way: readonly string[], item: string): string {
  const [step = '', ...rest] = way;
  if (rest.length > 0) return `${step} { ${selectionOf(rest, item)} }`;
  const [, field, given] = /^(\w+)(?:\((.*)\))?$/.exec(step)!;
  const args = ['first: $first', 'after: $after', given].filter(Boolean).join(', ');
  return `${field}(${args}) { nodes { ${item} } pageInfo { ...PageParts } }`;
}
