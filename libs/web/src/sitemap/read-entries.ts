import { XmlScanner } from './xml-scanner.ts';

/** The kinds of XML that name URLs, by the local name of their root. */
const roots: Record<string, { kind: 'urlset' | 'index' | 'feed'; entry: string }> = {
  urlset: { kind: 'urlset', entry: 'url' },
  sitemapindex: { kind: 'index', entry: 'sitemap' },
  rss: { kind: 'feed', entry: 'item' },
  RDF: { kind: 'feed', entry: 'item' },
  feed: { kind: 'feed', entry: 'entry' },
};

/** One entry as written: its address and when it changed. */
export type Entry = { location: string; changed: string | null };

export type Entries =
  | { kind: 'urlset' | 'index' | 'feed'; entries: Entry[]; cut: boolean }
  | { kind: 'none'; problem: string };

/** Which child elements of an entry say what, by preference: a later word of a list does not replace an earlier one. */
const locations = ['loc', 'link', 'guid'];
const changes = ['lastmod', 'updated', 'pubDate', 'published', 'date'];

/** Nesting that is followed; entries lie at most four deep. */
const MAX_DEPTH = 16;
/** Longest text of an element that is kept, in characters. */
const MAX_TEXT = 8192;

/** Reads up to `limit` entries of a sitemap, sitemap index, RSS or Atom document. */
export function readEntries(xml: string, limit: number): Entries {
  const scanner = new XmlScanner(xml);
  const open: string[] = [];
  let ignored = 0; // open elements beyond MAX_DEPTH
  let root: (typeof roots)[string] | undefined;
  const entries: Entry[] = [];
  let entry: Record<string, string> = {};
  let text = '';

  const finish = () => {
    const location = locations.map((name) => entry[name]).find((value) => value !== undefined);
    const changed = changes.map((name) => entry[name]).find((value) => value !== undefined);
    if (location !== undefined) entries.push({ location, changed: changed ?? null });
    entry = {};
  };

  for (;;) {
    const event = scanner.next();
    if (event === 'end') break;
    if (event === 'text') {
      if (root !== undefined && open.at(-2) === root.entry && text.length < MAX_TEXT)
        text += scanner.text.slice(0, MAX_TEXT);
      continue;
    }
    const { name } = scanner;
    if (event === 'open') {
      text = '';
      if (open.length === 0) {
        root = roots[name];
        if (root === undefined) return { kind: 'none', problem: `the document is <${name.slice(0, 50)}>` };
      }
      if (name === root?.entry && open.at(-1) === name) open.pop(); // the last one was not closed
      if (name === root?.entry && !open.includes(name)) {
        finish();
        if (entries.length >= limit) return { kind: root.kind, entries, cut: true };
      }
      if (open.at(-1) === root?.entry) readAttributes(scanner, entry);
      if (scanner.selfClosing) continue;
      if (open.length < MAX_DEPTH) open.push(name);
      else ignored++;
      continue;
    }
    if (ignored > 0) {
      ignored--;
      continue;
    }
    const at = open.lastIndexOf(name);
    if (at < 0) continue;
    if (at === open.length - 1 && open.at(-2) === root?.entry && text.trim() !== '')
      entry[name] ??= text.trim();
    open.length = at;
    text = '';
    if (name === root?.entry && !open.includes(name)) finish();
  }
  finish();
  if (scanner.declaresEntities) return { kind: 'none', problem: 'the document declares entities' };
  if (root === undefined) return { kind: 'none', problem: 'the document has no element' };
  return { kind: root.kind, entries, cut: false };
}

/** What an entry's child says by attributes: Atom's link, and an RSS guid that is no address. */
function readAttributes(scanner: XmlScanner, entry: Record<string, string>): void {
  if (scanner.name === 'link') {
    const href = scanner.attribute('href');
    if (href !== null && (scanner.attribute('rel') ?? 'alternate') === 'alternate') entry.link ??= href;
  } else if (scanner.name === 'guid' && scanner.attribute('isPermaLink') === 'false') entry.guid ??= '';
}
