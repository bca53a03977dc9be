/**
 * Holds parseHtml against parse5 on every page below folders: `node bench/links-differential.ts FOLDER... [--limit N]`.
 * Prints each page that differs, with the links only one of them found, and exits with 1 if there is any.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { decodeText, findCharset, parseHtml } from '../src/html/index.ts';
import { oraclePage } from '../src/html/oracle/parse5-oracle.ts';
import { looksLikeTrap } from '../src/url/index.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { limit: { type: 'string', default: 'Infinity' } },
});
let [pages, links, different, traps] = [0, 0, 0, 0];
for (const folder of positionals) {
  let here = 0;
  for (const path of walk(folder)) {
    if (++here > Number(values.limit)) break;
    pages++;
    const bytes = readFileSync(path);
    const html = decodeText(bytes, findCharset(bytes, null).name);
    const url = new URL(encodeURI(relative(folder, path)), 'http://a.test/').href;
    const found = parseHtml(html, url);
    const expected = oraclePage(html, url);
    links += expected.links.length;
    for (const link of found.links) {
      const rule = looksLikeTrap(link.url);
      if (rule === null) continue;
      traps++;
      console.log(`${url}: ${link.url} looks like a trap: ${rule}`);
    }
    const [ours, theirs] = [found, expected].map((page) => page.links.map((each) => JSON.stringify(each)));
    const lines = [
      ...ours!.filter((each) => !theirs!.includes(each)).map((each) => `  only ours: ${each}`),
      ...theirs!.filter((each) => !ours!.includes(each)).map((each) => `  only parse5: ${each}`),
    ];
    if (lines.length === 0 && ours!.join() !== theirs!.join()) lines.push('  another order');
    if (found.title !== expected.title)
      lines.push(`  title ${JSON.stringify([found.title, expected.title])}`);
    if (found.base !== expected.base) lines.push(`  base ${found.base} ${expected.base}`);
    if (lines.length === 0) continue;
    different++;
    console.log(`${path}\n${lines.slice(0, 10).join('\n')}`);
  }
}
console.log(JSON.stringify({ pages, links, different, traps }));
process.exitCode = different === 0 ? 0 : 1;

function* walk(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(path);
    else if (/\.html?$/.test(entry.name) && entry.isFile()) yield path;
  }
}
