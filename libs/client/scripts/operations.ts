import {
  buildSchema,
  type GraphQLObjectType,
  type GraphQLOutputType,
  getNamedType,
  isLeafType,
  isObjectType,
  isUnionType,
  parse,
  print,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { changes, lists, wholes } from '../src/documents/tables.ts';

/** The changes, the lists and the fragments of whole objects as documents, whose variables have the types of the arguments they are given to. */
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
    ...Object.values(schema.getMutationType()!.getFields()).map(({ name: field, type }) =>
      declared(
        'mutation',
        field.charAt(0).toUpperCase() + field.slice(1),
        `${field}(input: $input) { __typename ${changes[field] ?? `...${fragmentOf(type)}`} ...ErrorParts }`,
      ),
    ),
    ...Object.entries(lists).map(([name, [way, item]]) => declared('query', name, selectionOf(way, item))),
    ...Object.entries(wholes).map(([name, [type, more = '']]) => {
      const all = allOf(schema.getType(type) as GraphQLObjectType);
      return print(parse(`fragment ${name} on ${type} { ${all} ${more} }`));
    }),
  ];
}

/** The fragment of what a mutation answers that refuses nothing: that of the whole, or one that is written by hand. */
function fragmentOf(answer: GraphQLOutputType): string {
  const of = getNamedType(answer);
  const types = isUnionType(of) ? of.getTypes() : [of as GraphQLObjectType];
  const { name } = types.find((type) => !type.getInterfaces().some(({ name }) => name === 'UserError'))!;
  return Object.entries(wholes).find(([, [type]]) => type === name)?.[0] ?? `${name}Parts`;
}

function selectionOf(way: readonly string[], item: string): string {
  const [step = '', ...rest] = way;
  if (rest.length > 0) return `${step} { ${selectionOf(rest, item)} }`;
  const [, field, given] = /^(\w+)(?:\((.*)\))?$/.exec(step)!;
  const args = ['first: $first', 'after: $after', given].filter(Boolean).join(', ');
  return `${field}(${args}) { nodes { ${item} } pageInfo { ...PageParts } }`;
}

/** All that is asked of an object without arguments; what has an id is an object of its own. */
function allOf(type: GraphQLObjectType): string {
  const fields = Object.values(type.getFields()).map(({ name, args, type: given }) => {
    const of = getNamedType(given);
    if (args.length > 0) return '';
    if (isLeafType(of)) return name;
    return isObjectType(of) && of.getFields()['id'] === undefined ? `${name} { ${allOf(of)} }` : '';
  });
  return fields.join(' ');
}
