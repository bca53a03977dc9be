import { complexityFromQuery } from '@pothos/plugin-complexity';
import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { costLimit, depthLimit, tokenLimit } from '../limits/limits.ts';

/** What a document names: for an ID the ids to try (one for each variant), for a String a text. */
export type Named = {
  ids(root: string, arg: string): string[];
  text(arg: string): string;
  /** Values of enums that say more than their first. */
  words?: Record<string, string>;
  /** Whether a call of a root field may give that type: an id is of one type only. */
  gives(call: string, type: string): boolean;
};

export type WalkDocument = {
  root: string;
  text: string;
  /** `Type.field` of all that it selects. */
  selected: string[];
};

type AnyField = GraphQLField<unknown, unknown>;
/** From the root to the fields of one type: each step a field and, where that may give several types, one of them. */
type Step = { call: string; on: string | null };
type Place = { steps: Step[]; leaves: string[]; selected: string[] };

const wrapper = /(Connection|Edge)$/;
const hasIds = (type: GraphQLInputType, depth = 0): boolean => {
  const named = getNamedType(type);
  if (!isInputObjectType(named)) return named.name === 'ID';
  return depth < 4 && Object.values(named.getFields()).some((field) => hasIds(field.type, depth + 1));
};

/**
 * Documents that select, beneath one root field, every field of every type that is reached within the depth limit: cycles
 * are cut where a field was selected beneath this root before, except that lists are always followed to what they hold. Each
 * document is within the limits of the API. `full`: arguments that need not be given are, if there are ids in them.
 */
export function* documentsOf(
  schema: GraphQLSchema,
  operation: 'query' | 'mutation' | 'subscription',
  root: AnyField,
  named: Named,
): Generator<WalkDocument> {
  const rootType = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' }[operation];
  for (const call of new Set([...calls(root, named, false), ...calls(root, named, true)]))
    for (const all of groups(schema, rootType, root, call, named)) {
      const places = all.filter(({ steps: [first] }) => !first?.on || named.gives(call, first.on));
      if (places.length === 0) continue;
      for (const part of parts(schema, operation, places))
        yield { root: root.name, text: part.text, selected: part.places.flatMap((place) => place.selected) };
    }
}

/** Places whose fields may stand in one document; of the types a field may give only one. */
function groups(schema: GraphQLSchema, rootType: string, root: AnyField, call: string, named: Named) {
  const found = new Map<string, Place[]>();
  const alone = new Map<string, Place>();
  const seen = new Set<string>();
  const waiting: { steps: Step[]; field: AnyField; path: string[] }[] = [
    { steps: [{ call, on: null }], field: root, path: [`${rootType}.${root.name}`] },
  ];
  for (const { steps, field, path } of waiting) {
    const type = getNamedType(field.type);
    if (!isCompositeType(type)) {
      found.set('', [{ steps, leaves: [], selected: path }]);
      continue;
    }
    for (const one of isAbstractType(type) ? schema.getPossibleTypes(type) : [type as GraphQLObjectType]) {
      const on = isAbstractType(type) ? one.name : null;
      const here = [...steps.slice(0, -1), { ...steps.at(-1)!, on }];
      if (here.length >= depthLimit) continue;
      const fields = Object.values(one.getFields());
      const leaves = fields.filter((leaf) => isLeafType(getNamedType(leaf.type)));
      const selected = [...path, ...leaves.map((leaf) => `${one.name}.${leaf.name}`)];
      const place = {
        steps: here,
        leaves: ['__typename', ...leaves.map((leaf) => call0(leaf, named, root))],
        selected,
      };
      const key = here
        .map((step) => step.on ?? '')
        .join('/')
        .replace(/\/+$/, '');
      found.set(key, [...(found.get(key) ?? []), place]);
      // A field that fails makes null of what it stands in, and hides what else was found there: each thing is asked for alone too.
      if (here.length <= 4 && (steps.at(-1)!.call === 'nodes' || one.getFields()['id']))
        alone.set(one.name, alone.get(one.name) ?? place);
      for (const next of fields) {
        if (!isCompositeType(getNamedType(next.type))) continue;
        const name = `${one.name}.${next.name}`;
        const always = wrapper.test(one.name) && next.name === 'nodes';
        if (seen.has(name) && !always) continue;
        seen.add(name);
        const step = { call: call0(next, named, root), on: null };
        waiting.push({ steps: [...here, step], field: next, path: [...path, name] });
      }
    }
  }
  return [...found.values(), ...[...alone.values()].map((place) => [place])];
}

const call0 = (field: AnyField, named: Named, root: AnyField) => calls(field, named, false, root)[0]!;

/** The field with its arguments, in each variant. */
function calls(field: AnyField, named: Named, full: boolean, root: AnyField = field): string[] {
  let variants: string[][] = [[]];
  for (const arg of field.args) {
    let values: string[] = [];
    if (arg.name === 'first') values = [field === root ? '20' : '2'];
    else if (isNonNullType(arg.type) || (full && hasIds(arg.type)))
      values = valuesOf(arg.type, arg.name, named, full, root.name);
    if (values.length > 0)
      variants = variants.flatMap((given) => values.map((value) => [...given, `${arg.name}: ${value}`]));
  }
  return variants.map((given) => (given.length > 0 ? `${field.name}(${given.join(', ')})` : field.name));
}

function valuesOf(type: GraphQLInputType, name: string, named: Named, full: boolean, root: string): string[] {
  if (isNonNullType(type)) return valuesOf(type.ofType, name, named, full, root);
  if (isListType(type)) return valuesOf(type.ofType, name, named, full, root).map((value) => `[${value}]`);
  if (isEnumType(type)) return [named.words?.[type.name] ?? type.getValues()[0]!.name];
  if (isInputObjectType(type)) {
    // A filter within a filter is the same again.
    const fields = Object.values(type.getFields()).filter((field) => getNamedType(field.type) !== type);
    if (type.isOneOf)
      return fields.flatMap((field) =>
        valuesOf(field.type, field.name, named, full, root).map((value) => `{${field.name}: ${value}}`),
      );
    let variants: string[][] = [[]];
    for (const field of fields) {
      if (!isNonNullType(field.type) && !(full && hasIds(field.type))) continue;
      const values = valuesOf(field.type, field.name, named, full, root);
      variants = variants.flatMap((given) => values.map((value) => [...given, `${field.name}: ${value}`]));
    }
    return variants.map((given) => `{${given.join(', ')}}`);
  }
  if (type.name === 'ID') return named.ids(root, name).map((id) => JSON.stringify(id));
  if (type.name === 'String') return [JSON.stringify(named.text(name))];
  return [{ DateTime: '"2030-01-01T00:00:00Z"', Boolean: 'true', JSON: '{}' }[type.name] ?? '1'];
}

/** Halves what does not fit into one document. */
function* parts(
  schema: GraphQLSchema,
  operation: string,
  places: Place[],
): Generator<{ text: string; places: Place[] }> {
  const text = `${operation} { ${print(places)} }`;
  const tokens = text.match(/[\w-]+|"[^"]*"|\.\.\.|[^\s\w,]/g)!.length;
  const fits = tokens < tokenLimit && complexityFromQuery(text, { schema }).complexity <= costLimit;
  if (fits) return yield { text, places };
  if (places.length === 1) throw new Error(`one place alone is too large for a document: ${text}`);
  const middle = places.length >> 1;
  yield* parts(schema, operation, places.slice(0, middle));
  yield* parts(schema, operation, places.slice(middle));
}

function print(places: readonly Place[], depth = 0): string {
  const inner = new Map<string, Place[]>();
  const leaves = new Set<string>();
  for (const place of places) {
    const step = place.steps[depth];
    if (step === undefined) for (const leaf of place.leaves) leaves.add(leaf);
    else inner.set(step.call, [...(inner.get(step.call) ?? []), place]);
  }
  const fields = [...inner].map(([call, below]) => {
    const selected = print(below, depth + 1);
    const on = below[0]!.steps[depth]!.on;
    if (selected === '') return call;
    return on === null ? `${call} { ${selected} }` : `${call} { ... on ${on} { ${selected} } }`;
  });
  return [...leaves, ...fields].join(' ');
}

/** `Type.field` of every field of the schema that can be asked for. */
export function fieldsOf(schema: GraphQLSchema): string[] {
  const own = (type: GraphQLNamedType): type is GraphQLObjectType =>
    isObjectType(type) && !type.name.startsWith('__');
  return Object.values(schema.getTypeMap())
    .filter(own)
    .flatMap((type) => Object.keys(type.getFields()).map((field) => `${type.name}.${field}`));
}
