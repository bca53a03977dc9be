import {
  DirectiveLocation,
  GraphQLDirective,
  GraphQLNonNull,
  type GraphQLObjectType,
  type GraphQLSchema,
  GraphQLString,
  Kind,
  lexicographicSortSchema,
  parse,
  print,
  printSchema,
  visit,
} from 'graphql';

/** Says in the schema which scope a key needs; enforced by the builder, which it is read from. */
export const requiresScope = new GraphQLDirective({
  name: 'requiresScope',
  description: 'An API key needs this scope (or `admin`, which has all but `operator`).',
  locations: [DirectiveLocation.FIELD_DEFINITION],
  args: { scope: { type: new GraphQLNonNull(GraphQLString), description: 'The scope: `jobs:write`.' } },
});

type Options = { pothosOptions?: { authScopes?: { scope?: string } } };
const declared = (of: { extensions: object }) => (of.extensions as Options).pothosOptions?.authScopes?.scope;

export const rootTypes = (schema: GraphQLSchema): GraphQLObjectType[] =>
  [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].filter(
    (type) => type != null,
  );

/** The scope each root field needs, as `Mutation.jobPause` → `jobs:write`; null where none is asked. */
export function scopesOf(schema: GraphQLSchema): Map<string, string | null> {
  const entries = rootTypes(schema).flatMap((type) =>
    Object.values(type.getFields()).map(
      (field) => [`${type.name}.${field.name}`, declared(field) ?? declared(type) ?? null] as const,
    ),
  );
  return new Map(entries);
}

/** Tells readers of descriptions (GraphiQL shows no directives) which scope a field needs. */
export function describeScopes(schema: GraphQLSchema): GraphQLSchema {
  const scopes = scopesOf(schema);
  for (const type of rootTypes(schema))
    for (const field of Object.values(type.getFields())) {
      const scope = scopes.get(`${type.name}.${field.name}`);
      if (scope) field.description = `${field.description ?? ''} Needs the scope \`${scope}\`.`.trim();
    }
  return schema;
}

/** The schema as text, its scopes as directives. */
export function printWithScopes(schema: GraphQLSchema): string {
  const scopes = scopesOf(schema);
  let owner = '';
  const document = visit(parse(printSchema(lexicographicSortSchema(schema))), {
    ObjectTypeDefinition: {
      enter({ name }) {
        owner = name.value;
      },
    },
    FieldDefinition(field) {
      const scope = scopes.get(`${owner}.${field.name.value}`);
      if (!scope) return undefined;
      return {
        ...field,
        directives: [
          {
            kind: Kind.DIRECTIVE,
            name: { kind: Kind.NAME, value: requiresScope.name },
            arguments: [
              {
                kind: Kind.ARGUMENT,
                name: { kind: Kind.NAME, value: 'scope' },
                value: { kind: Kind.STRING, value: scope },
              },
            ],
          },
        ],
      };
    },
  });
  return `${print(document)}\n`;
}
