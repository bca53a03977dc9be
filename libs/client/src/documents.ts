/** `@trunkline/client/documents`: every operation of the client as a typed document, and every type of the schema it uses. */
export * from './generated/graphql.ts';
