import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import { examples } from './examples.ts';

/** GraphiQL from this package alone: no other host is asked, so it works offline. */
export const playground = {
  renderGraphiQL,
  graphiql: {
    title: 'Trunkline',
    headers: JSON.stringify({ authorization: 'Bearer tl_… (your key)' }, null, 2),
    shouldPersistHeaders: true,
    isHeadersEditorEnabled: true,
    defaultEditorToolsVisibility: 'headers',
    defaultTabs: examples.map(({ query, variables }) => ({
      query,
      ...(variables === undefined ? {} : { variables: JSON.stringify(variables, null, 2) }),
      headers: JSON.stringify({ authorization: 'Bearer tl_… (your key)' }, null, 2),
    })),
  },
} as const;
