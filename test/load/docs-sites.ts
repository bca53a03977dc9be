/*
npm run bench -- docs-sites [SITE=PAGES…] [--dns 127.0.0.1:5300] [--port 8080] [--rate 10000] [--concurrency 32]

Crawls sites of docs-web with `trunkline crawl`, one after the other, each in one process, and holds the pages found
against the count of a complete crawl. Without names it takes all thirteen; `docs-web count SITE` says the counts for the
package versions of a machine. vim.test forbids everything and must come to 0 with the reason said; git.test asks for a
second between two requests, and must take it.
*/
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const known: Record<string, number> = {
  python: 526,
  postgres: 1167,
  rust: 21_635,
  boost: 3903,
  java: 10_136,
  apache: 2658,
  octave: 536,
  cpp: 4389,
  qt: 2244,
  sqlite: 757,
  git: 218,
  node: 64,
  vim: 0,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    dns: { type: 'string', default: process.env['TRUNKLINE_DNS'] ?? '127.0.0.1:5300' },
    port: { type: 'string', default: '8080' },
    rate: { type: 'string', default: '10000' },
    concurrency: { type: 'string', default: '32' },
  },
});
const given = positionals.map((one) => one.split('='));
const sites =
  given.length > 0
    ? given.map(([site = '', pages]) => [site, Number(pages ?? known[site])] as const)
    : Object.entries(known);
const command = join(import.meta.dirname, '../../services/cli/bin/trunkline.mjs');

type Summary = { end: string; pages: number; seconds: number; notCrawled: { why: string; count: number }[] };

const results = [];
for (const [site, expected] of sites) {
  const summary = await crawl(`http://${site}.test:${values.port}/`);
  const whyOk = site !== 'vim' || summary.notCrawled.some(({ why }) => why.includes('forbids all'));
  const paceOk = site !== 'git' || summary.seconds >= summary.pages - 1;
  const ok = summary.end === 'done' && summary.pages === expected && whyOk && paceOk;
  const { pages, seconds } = summary;
  results.push({ site, pages, expected, ok, seconds, pages_per_s: Math.round(pages / seconds) });
  console.error(`${ok ? 'ok  ' : 'DIFF'}  ${site.padEnd(10)} ${pages} of ${expected}  ${seconds} s`);
}
console.log(JSON.stringify({ bench: 'docs-sites', ok: results.every(({ ok }) => ok), sites: results }));
process.exit(results.every(({ ok }) => ok) ? 0 : 1);

/** Crawls one site to its end; answers the summary, the last line of `--json`. */
async function crawl(url: string): Promise<Summary> {
  const { dns, rate, concurrency } = values;
  const pace = ['--rate', rate, '--concurrency', concurrency];
  const args = [command, 'crawl', url, '--json', '--allow-private-networks', '--dns', dns, ...pace];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let rest = '';
  for await (const chunk of child.stdout) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line.startsWith('{"summary"')) return (JSON.parse(line) as { summary: Summary }).summary;
    }
  }
  throw new Error(`${url}: the crawl ended without a summary`);
}
