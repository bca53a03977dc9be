import { XmlScanner } from './xml-scanner.ts';

type Root = { kind: 'urlset' | 'index' | 'feed'; entry: string };

/** The kinds of XML that name URLs, by the local name of their root. A map: every object has a `constructor`. */
const roots = new Map<string, Root>([
  ['urlset', { kind: 'urlset', entry: 'url' }],
  ['sitemapindex', { kind: 'index', entry: 'sitemap' }],
  ['rss', { kind: 'feed', entry: 'item' }],
  ['RDF', { kind: 'feed', entry: 'item' }],
  ['feed', { kind: 'feed', entry: 'entry' }],
]);

/** One entry as written: its address, against what that is to be resolved (null: the document's own), and when it changed. */
type Entry = { location: string; base: string | null; changed: string | null };

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

/** Reads up to `limit` entries of a sitemap, sitemap index, RSS or Atom document that came from `url`. */
export function readEntries(xml: string, limit: number, url: string): Entries {
  const scanner = new XmlScanner(xml);
  const open: string[] = [];
  const prefixes: string[] = [];
  let ignored = 0; // open elements beyond MAX_DEPTH
  let root: Root | undefined;
  const entries: Entry[] = [];
  let entry = emptyEntry();
  /** `xml:base` of each open element, resolved; null: none of it or of those around it has one. */
  const bases: (string | null)[] = [];
  let text = '';

  const finish = () => {
    const first = locations.map((name) => entry.links.get(name)).find((value) => value !== undefined);
    const changed = changes.map((name) => entry.texts.get(name)).find((value) => value !== undefined) ?? null;
    if (first) entries.push({ ...first, changed });
    for (const other of entry.others.slice(0, limit - entries.length))
      entries.push({ ...other, changed: null });
    entry = emptyEntry();
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
        root = roots.get(name);
        if (root === undefined) return { kind: 'none', problem: `the document is <${name.slice(0, 50)}>` };
      }
      if (name === root?.entry && open.at(-1) === name) open.pop(); // the last one was not closed
      if (name === root?.entry && !open.includes(name)) {
        finish();
        if (entries.length >= limit) return { kind: root.kind, entries, cut: true };
      }
      const around = bases[open.length - 1] ?? null;
      const base = root?.kind === 'feed' ? baseOf(scanner, around, url) : null;
      if (root !== undefined && open.includes(root.entry))
        readAttributes(scanner, entry, base, open.at(-1) === root.entry);
      if (scanner.selfClosing) continue;
      if (open.length < MAX_DEPTH) {
        open.push(name);
        bases.length = open.length - 1;
        bases.push(base);
        prefixes.length = open.length - 1;
        prefixes.push(scanner.prefix);
      } else ignored++;
      continue;
    }
    if (ignored > 0) {
      ignored--;
      continue;
    }
    const at = open.lastIndexOf(name);
    if (at < 0) continue;
    if (
      at === open.length - 1 &&
      open.at(-2) === root?.entry &&
      text.trim() !== '' &&
      prefixes[at] !== 'media'
    )
      addText(entry, name, text.trim(), bases[at] ?? null);
    open.length = at;
    text = '';
    if (name === root?.entry && !open.includes(name)) finish();
  }
  finish();
  if (scanner.declaresEntities) return { kind: 'none', problem: 'the document declares entities' };
  if (root === undefined) return { kind: 'none', problem: 'the document has no element' };
  return { kind: root.kind, entries, cut: false };
}

type Address = { location: string; base: string | null };
type Reading = { links: Map<string, Address>; texts: Map<string, string>; others: Address[] };

const emptyEntry = (): Reading => ({ links: new Map(), texts: new Map(), others: [] });

function addText({ links, texts }: Reading, name: string, text: string, base: string | null): void {
  if (locations.includes(name)) {
    if (!links.has(name)) links.set(name, { location: text, base });
  } else if (!texts.has(name)) texts.set(name, text);
}

/** Other places an entry may name. */
const MOST_OTHERS = 16;

/**
 * What an element within an entry says by attributes: Atom's links, of which the first alternate one is the entry's own, an RSS guid
 * that is no address, and Media RSS's `media:link` and `media:player`, which are pages beside it, however deep they stand.
 */
function readAttributes(scanner: XmlScanner, entry: Reading, base: string | null, isChild: boolean): void {
  const { name, prefix } = scanner;
  if (prefix === 'media') {
    const href =
      name === 'link' ? scanner.attribute('href') : name === 'player' ? scanner.attribute('url') : null;
    if (href !== null && entry.others.length < MOST_OTHERS) entry.others.push({ location: href, base });
    return;
  }
  if (!isChild) return;
  if (name === 'link') {
    const href = scanner.attribute('href');
    if (href === null || (scanner.attribute('rel') ?? 'alternate') !== 'alternate') return;
    if (!entry.links.has('link')) entry.links.set('link', { location: href, base });
    else if (entry.others.length < MOST_OTHERS) entry.others.push({ location: href, base });
  } else if (name === 'guid' && scanner.attribute('isPermaLink') === 'false') {
    if (!entry.links.has('guid')) entry.links.set('guid', { location: '', base });
  }
}

/** What references in an element are resolved against (XML Base), if that is not the document's own address. */
function baseOf(scanner: XmlScanner, around: string | null, url: string): string | null {
  if (!scanner.mentions('xml:base')) return around;
  const given = scanner.attribute('xml:base');
  const resolved = given === null ? null : URL.parse(given, around ?? url);
  return resolved?.href ?? around;
}
