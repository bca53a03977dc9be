/** What a site answers: a page, or where it redirects. */
export type Answer = { status: number; html: string } | { status: number; location: string };

/** `answer`: of a path with its query; null: there is no such page. `visit` counts requests to the site from 1. */
export type Site = {
  name: string;
  seed: string;
  answer(path: string, visit: number): Answer | null;
};

export const link = (href: string, text = href) =>
  `<li><a href="${href.replaceAll('&', '&amp;')}">${text}</a></li>`;

/** A page with the same frame as all others of its site. */
export function page(title: string, body: string, frame = 'Home of many things'): Answer {
  const html = `<!doctype html><html><head><title>${title}</title><style>p { margin: 0 }</style></head><body>
<header><h1>${frame}</h1><nav><ul>${link('/', 'Start')}${link('/about', 'About us')}</ul></nav></header>
<main><h2>${title}</h2>${body}</main><footer><p>All rights reserved, served with care by nobody in particular.</p></footer></body></html>`;
  return { status: 200, html };
}

export const query = (path: string) =>
  new URLSearchParams(path.includes('?') ? path.slice(path.indexOf('?') + 1) : '');
export const pathOf = (path: string) => path.split('?')[0]!;
