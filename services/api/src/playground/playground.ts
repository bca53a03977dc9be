import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import type { GraphiQLOptions } from 'graphql-yoga';
import { examples } from './examples.ts';
import { withKeyBar } from './key-bar.ts';

/** What the page may do: run what it brings, talk to this server, nothing else. Its editor compiles its workers. */
export const playgroundPolicy =
  "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval' blob:; worker-src blob:; style-src 'unsafe-inline'; " +
  "font-src data:; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const options: GraphiQLOptions = {
  title: 'Trunkline',
  endpoint: '/graphql',
  isHeadersEditorEnabled: true,
  defaultEditorToolsVisibility: 'variables',
  defaultTabs: examples.map(({ query, variables }) => ({
    query,
    ...(variables === undefined ? {} : { variables: JSON.stringify(variables, null, 2) }),
  })),
};

/** GraphiQL from this package alone: no other host is asked, so it works offline. 9 MB, made when it is first asked for. */
export const playgroundPage = {
  name: 'playground',
  version: `${process.pid}-${Date.now()}`,
  type: 'text/html; charset=utf-8',
  read: async () => Buffer.from(withKeyBar(renderGraphiQL(options))),
};
