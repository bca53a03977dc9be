import { decodeHTML } from 'entities/decode';
import { endOfComment, isAt } from './scan/skip-text.ts';
import { END_OF_FILE, END_TAG, START_TAG, TagScanner } from './scan/tag-scanner.ts';

/** Their content is no text of the page. */
const hidden = new Set([
  'script',
  'style',
  'template',
  'noscript',
  'svg',
  'math',
  'iframe',
  'object',
  'select',
  'button',
  'textarea',
  'title',
  'head',
]);
/** Their content is the same on every page of a site. */
const boilerplate = new Set(['nav', 'header', 'footer', 'aside', 'form', 'menu', 'dialog']);
const raw = new Set(['script', 'style', 'textarea', 'title', 'iframe', 'noscript']);
/** Within a block; every other tag ends one. */
const inline = new Set([
  'a',
  'abbr',
  'b',
  'bdi',
  'bdo',
  'cite',
  'code',
  'data',
  'del',
  'dfn',
  'em',
  'font',
  'i',
  'img',
  'ins',
  'kbd',
  'mark',
  'q',
  's',
  'samp',
  'small',
  'span',
  'strong',
  'sub',
  'sup',
  'time',
  'tt',
  'u',
  'var',
  'wbr',
]);

/** A shorter text is taken for a wrong guess at what is boilerplate: then all text counts. */
const ENOUGH = 200;
/** A block that is mostly links is a list of links, unless it is as long as a paragraph. */
const LINKS = 0.6;
const PARAGRAPH = 300;

type Block = { text: string; linked: number; main: boolean; plain: boolean };

/**
 * The text that a reader came for: of an HTML document in UTF-8, without navigation, headers, footers and lists of links; blocks are
 * lines. What lies in `main` or `article` comes before all else. Linear in the length whatever the input, and never longer than
 * `most` characters. Holds no control characters but line ends. `xml`: the document is XML.
 */
export function mainText(html: Uint8Array, most = 100_000, xml = false): string {
  const blocks = readBlocks(Buffer.from(html.buffer, html.byteOffset, html.byteLength), most * 4, xml);
  const told = blocks.filter(
    ({ plain, linked, text }) => plain && (linked <= LINKS * text.length || text.length >= PARAGRAPH),
  );
  const main = told.filter((block) => block.main);
  const best = [main, told].find((some) => lengthOf(some) >= ENOUGH) ?? blocks;
  return best
    .map(({ text }) => text)
    .join('\n')
    .slice(0, most);
}

const lengthOf = (blocks: readonly Block[]) => blocks.reduce((sum, { text }) => sum + text.length, 0);

function readBlocks(bytes: Buffer, most: number, xml: boolean): Block[] {
  const scanner = new TagScanner(bytes, xml);
  const isRaw = (name: string) => !xml && raw.has(name);
  const blocks: Block[] = [];
  const depth = { hidden: 0, boilerplate: 0, link: 0, main: 0 };
  const templates: boolean[] = [];
  let open: string[] = [];
  let linked = 0;
  let taken = 0;

  function flush() {
    const text = tidy(open.join(''));
    if (text) blocks.push({ text, linked, main: depth.main > 0, plain: depth.boilerplate === 0 });
    taken += text.length;
    open = [];
    linked = 0;
  }
  const move = (name: string, by: 1 | -1) => {
    const kind = hidden.has(name)
      ? 'hidden'
      : boilerplate.has(name)
        ? 'boilerplate'
        : name === 'a'
          ? 'link'
          : name === 'main' || name === 'article'
            ? 'main'
            : null;
    if (kind) depth[kind] = Math.max(0, depth[kind] + by);
  };

  let from = 0;
  while (taken < most) {
    const kind = scanner.next(xml);
    const to = kind === END_OF_FILE ? bytes.length : scanner.nameStart - (kind === START_TAG ? 1 : 2);
    if (depth.hidden === 0 && to > from) {
      const text = textOf(bytes, from, to, xml);
      open.push(text);
      if (depth.link > 0) linked += text.trim().length;
    }
    if (kind === END_OF_FILE) break;
    const { name } = scanner;
    const isTemplate = kind === START_TAG && name === 'template';
    if (!(isTemplate ? scanner.read() : scanner.skip())) break;
    if (!inline.has(name)) flush();
    if (kind === START_TAG && isRaw(name)) {
      // Its content is no markup: go on at its end tag, which closes nothing that was opened.
      scanner.rawText(name);
    } else if (name === 'template' && !xml) {
      // A shadow root is a part of the page.
      if (kind === START_TAG) templates.push(scanner.find('shadowrootmode') < 0);
      if (kind === START_TAG ? templates.at(-1) : templates.pop()) move(name, kind === START_TAG ? 1 : -1);
    } else if (kind === END_TAG && !isRaw(name)) move(name, -1);
    else if (kind === START_TAG && !scanner.selfClosing) move(name, 1);
    from = scanner.at;
  }
  flush();
  return blocks;
}

/** Text between two tags, comments taken out, CDATA sections of XML taken as they are, and character references resolved. */
function textOf(bytes: Buffer, from: number, to: number, xml: boolean): string {
  let text = '';
  let plain = '';
  for (let at = from; at < to; ) {
    const found = bytes.indexOf('<!', at);
    const end = found < 0 || found >= to ? to : found;
    plain += bytes.toString('utf8', at, end);
    if (end === to) break;
    const isCdata = xml && isAt(bytes, end, '<![CDATA[');
    const after = isCdata ? bytes.indexOf(']]>', end) + 3 : endOfDeclaration(bytes, end);
    if (isCdata && after > end) {
      text += resolved(plain) + bytes.toString('utf8', end + 9, Math.min(after - 3, to));
      plain = '';
    }
    at = after > end && after <= to ? after : to;
  }
  return text + resolved(plain);
}

function endOfDeclaration(bytes: Buffer, from: number): number {
  return isAt(bytes, from, '<!--') ? endOfComment(bytes, from + 4) : bytes.indexOf('>', from) + 1;
}

const resolved = (text: string) => (text.includes('&') ? decodeHTML(text) : text);

/** What nobody sees is not there: a soft hyphen parts no word. */
const tidy = (text: string) =>
  text
    .replace(/(?!\s)\p{Cf}+/gu, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
