import { type DefaultTreeAdapterTypes, defaultTreeAdapter, html as names, parse } from 'parse5';
import { canonicalUrl } from '../../url/index.ts';
import { refreshTarget } from '../directives/refresh.ts';
import type { Page } from '../parse-html.ts';

/** What tests hold `parseHtml` against: the same facts from the whole tree that parse5 builds, told plainly. */
export function oraclePage(html: string, baseUrl: string): Pick<Page, 'links' | 'title' | 'base'> {
  const elements: DefaultTreeAdapterTypes.Element[] = [];
  const open: DefaultTreeAdapterTypes.Node[] = [parse(html, { scriptingEnabled: false })];
  for (let node = open.pop(); node; node = open.pop()) {
    if ('tagName' in node) elements.push(node);
    if ('childNodes' in node) for (const child of node.childNodes.toReversed()) open.push(child);
  }

  let base = baseUrl;
  const href = elements.map((e) => (isHtml(e, 'base') ? attribute(e, 'href') : null)).find((h) => h !== null);
  if (href !== undefined) base = URL.parse(href, baseUrl)?.href ?? baseUrl;
  if (/^(data|javascript):/.test(base)) base = baseUrl;

  const links = new Map<string, boolean>();
  for (const element of elements) {
    const target = targetOf(element);
    const url = target === null ? null : canonicalUrl(target, base);
    if (url === null) continue;
    const nofollow = /(^|\s)nofollow(\s|$)/i.test(attribute(element, 'rel') ?? '');
    links.set(url, (links.get(url) ?? true) && nofollow);
  }
  const titles = elements.filter((e) => isHtml(e, 'title')).map((e) => textOf(e).replace(/\s+/g, ' ').trim());
  const title = titles.find((each) => each !== '')?.slice(0, 1000) ?? null;
  return { links: Array.from(links, ([url, nofollow]) => ({ url, nofollow })), title, base };
}

function targetOf(element: DefaultTreeAdapterTypes.Element): string | null {
  if (isHtml(element, 'a') || isHtml(element, 'area')) return attribute(element, 'href');
  if (isHtml(element, 'iframe') || isHtml(element, 'frame')) return attribute(element, 'src');
  if (element.namespaceURI === names.NS.SVG && element.tagName === 'a') {
    const plain = element.attrs.find(({ name, prefix }) => name === 'href' && !prefix);
    return (
      (plain ?? element.attrs.find(({ name, prefix }) => name === 'href' && prefix === 'xlink'))?.value ??
      null
    );
  }
  if (isHtml(element, 'meta') && attribute(element, 'http-equiv')?.trim().toLowerCase() === 'refresh') {
    return refreshTarget(attribute(element, 'content') ?? '');
  }
  return null;
}

function isHtml(element: DefaultTreeAdapterTypes.Element, name: string): boolean {
  return element.tagName === name && element.namespaceURI === names.NS.HTML;
}

function attribute(element: DefaultTreeAdapterTypes.Element, name: string): string | null {
  return element.attrs.find((each) => each.name === name && !each.prefix)?.value ?? null;
}

function textOf(element: DefaultTreeAdapterTypes.Element): string {
  return element.childNodes.map((node) => (defaultTreeAdapter.isTextNode(node) ? node.value : '')).join('');
}
