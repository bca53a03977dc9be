import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import type { GraphiQLOptions } from 'graphql-yoga';
import { examples } from './examples.ts';
import { withKeyBar } from './key-bar.ts';

let page: string | undefined;

/** GraphiQL from this package alone: no other host is asked, so it works offline. The page is 9 MB and made once. */
function renderOnce(options?: GraphiQLOptions): string {
  page ??= withKeyBar(renderGraphiQL(options));
  return page;
}

/** What the page may do: run what it brings, talk to this server, nothing else. Its editor compiles its workers. */
export const playgroundPolicy =
  "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval' blob:; worker-src blob:; style-src 'unsafe-inline'; " +
  "font-src data:; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export const playground = {
  renderGraphiQL: renderOnce,
  graphiql: {
    title: 'Trunkline',
    isHeadersEditorEnabled: true,
    defaultEditorToolsVisibility: 'variables',
    defaultTabs: examples.map(({ query, variables }) => ({
      query,
      ...(variables === undefined ? {} : { variables: JSON.stringify(variables, null, 2) }),
    })),
  },
} as const;
