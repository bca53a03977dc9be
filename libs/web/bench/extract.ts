/**
 * What reading a page costs, on pages of a folder: `node bench/extract.ts FOLDER [BYTES]`. Takes up to 400 pages of
 * about BYTES (19,000) and prints microseconds per page for parseHtml and for what it was chosen over.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Parser, Tokenizer } from 'htmlparser2';
import { parseHtml } from '../src/html/index.ts';
import { canonicalUrl } from '../src/url/index.ts';

const [folder, size = '19000'] = process.argv.slice(2);
if (!folder) throw new Error('usage: node bench/extract.ts FOLDER [BYTES]');

const pages: string[] = [];
for (const path of walk(folder)) {
  const bytes = statSync(path).size;
  if (Math.abs(bytes - Number(size)) > Number(size) * 0.15) continue;
  pages.push(readFileSync(path, 'utf8'));
  if (pages.length === 400) break;
}
const base = 'http://java.test:8080/api/java.base/java/lang/String.html';
const nothing = () => {};

const contestants: Record<string, (html: string) => unknown> = {
  parseHtml: (html) => parseHtml(html, base),
  'htmlparser2 Tokenizer, no links': (html) => {
    const tokenizer = new Tokenizer(
      { xmlMode: false, decodeEntities: true },
      {
        onattribdata: nothing,
        onattribentity: nothing,
        onattribend: nothing,
        onattribname: nothing,
        oncdata: nothing,
        onclosetag: nothing,
        oncomment: nothing,
        ondeclaration: nothing,
        onend: nothing,
        onopentagend: nothing,
        onopentagname: nothing,
        onprocessinginstruction: nothing,
        onselfclosingtag: nothing,
        ontext: nothing,
        ontextentity: nothing,
      },
    );
    tokenizer.write(html);
    tokenizer.end();
  },
  'htmlparser2 Parser, URL per link': (html) => {
    const links = new Set<string | null>();
    const parser = new Parser({
      onopentag(name, { href }) {
        if (name === 'a' && href !== undefined) links.add(canonicalUrl(href, base));
      },
    });
    parser.write(html);
    parser.end();
    return links;
  },
};

const bytes = pages.reduce((sum, page) => sum + Buffer.byteLength(page), 0);
const links = pages.reduce((sum, page) => sum + parseHtml(page, base).links.length, 0);
console.log(
  `${pages.length} pages, ${Math.round(bytes / pages.length)} bytes and ${Math.round(links / pages.length)} links each`,
);
const result: Record<string, number> = {};
for (const [name, run] of Object.entries(contestants)) {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 7; round++) {
    const { user: before } = process.cpuUsage();
    for (const page of pages) run(page);
    best = Math.min(best, (process.cpuUsage().user - before) / pages.length);
  }
  result[name] = Math.round(best * 10) / 10;
}
console.log(JSON.stringify({ extract_us_per_page_19kb: result.parseHtml, us_per_page: result }));

function* walk(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(path);
    else if (/\.html?$/.test(entry.name) && entry.isFile()) yield path;
  }
}
