import { STATUS_CODES } from 'node:http';
import type { Outcome } from '@trunkline/policy';
import { bytes, count } from '../../output/format.ts';
import type { Output } from '../../output/output.ts';
import { clean, columns, cutEnd, cutMiddle, pad, wrap } from '../../output/text.ts';
import type { Head, OneVisit } from './visit-once.ts';
import { barsOf, millis, tenth, waterfall } from './waterfall.ts';

const LINKS_SHOWN = 10;
const WIDEST = 100;

/** What robots.txt could not be had for, with its code. */
type Trouble = { title: string; code: string; detail: string; hint: string | null };

/** Says a visit for people: outcome, time, headers, robots.txt, links, what would be stored. */
export function sayVisit(output: Output, url: string, visit: OneVisit, allLinks: boolean): void {
  if (output.json || output.quiet) return;
  const { style } = output;
  const width = output.width();
  const { record, head, robots, links } = visit;
  const trouble = troubleOf(visit);
  output.line(style.bold(cutMiddle(clean(url), width)));
  if (trouble) {
    output.line(`${style.red(trouble.title)}  ${style.bold(trouble.code)}`);
    for (const line of wrap(clean(trouble.detail), Math.min(width, WIDEST) - 2)) output.line(`  ${line}`);
    if (trouble.hint)
      for (const line of wrap(trouble.hint, Math.min(width, WIDEST) - 2)) output.line(style.dim(`  ${line}`));
  } else if (record) {
    output.line(cutEnd(good(record.outcome, visit), width));
  }

  output.line();
  for (const line of waterfall(
    barsOf(record?.timings ?? {}, visit.settleMs, robots?.ms ?? null),
    width,
    style,
  )) {
    output.line(line.trimEnd());
  }
  section(output, 'robots.txt', robotsLines(visit));
  if (head) {
    const mended = head.mended
      ? [style.yellow(`not as HTTP has it, and read all the same: ${clean(head.mended)}`)]
      : [];
    section(output, 'response', [statusLine(head), ...headerLines(head.headers), ...mended]);
  }
  if (record?.outcome.kind === 'fetched') {
    const shown = allLinks ? links : links.slice(0, LINKS_SHOWN);
    const more = links.length - shown.length;
    section(output, `links  ${count(links.length)}`, [
      ...shown.map((link) => clean(link.url)),
      ...(more > 0 ? [style.dim(`and ${count(more)} more: --links prints them all`)] : []),
    ]);
  }
  section(output, 'would be stored', storedLines(visit));
}

function section({ line, style, width }: Output, title: string, lines: readonly string[]): void {
  if (lines.length === 0) return;
  line();
  line(style.bold(title));
  for (const text of lines) line(`  ${text.includes('\u001b') ? text : cutMiddle(text, width() - 2)}`);
}

function good(outcome: Outcome, { record, head }: OneVisit): string {
  const capture = record?.capture;
  const status = 'status' in outcome ? outcome.status : 0;
  const text = clean(head?.statusText || STATUS_CODES[status] || '');
  if (outcome.kind === 'redirected') return `${status} ${text}  to ${clean(outcome.target)}`;
  const size = capture
    ? `${bytes(capture.wireBytes)}${capture.bytes === capture.wireBytes ? '' : ` on the wire, ${bytes(capture.bytes)} decoded`}`
    : '';
  const title = capture?.title ? `“${clean(capture.title)}”` : '';
  return [`${status} ${text}`.trim(), capture?.contentType ?? '', size, title].filter(Boolean).join('  ');
}

/** What stood in the way, in the words of the closed list of outcomes, and what can be done. */
function troubleOf({ record, robots }: OneVisit): Trouble | null {
  if (!record) {
    const detail = robots?.detail ?? '';
    const code = /^([A-Z_]+): /.exec(detail)?.[1];
    return {
      title: 'not fetched',
      code: code ?? 'ROBOTS_UNREACHABLE',
      detail: code ? detail.slice(code.length + 2) : detail,
      hint: code
        ? hintFor(code)
        : 'Until robots.txt can be read nothing may be fetched (RFC 9309 §2.3.1.4). --ignore-robots asks all the same.',
    };
  }
  const { outcome } = record;
  if (outcome.kind === 'refused') {
    return { title: 'refused', code: outcome.by, detail: outcome.detail, hint: hintFor(outcome.by) };
  }
  if (outcome.kind === 'failed') {
    return { title: 'failed', code: outcome.code, detail: outcome.detail, hint: hintFor(outcome.code) };
  }
  if (outcome.kind !== 'throttled') return null;
  const asked = outcome.retryAfterMs === null ? '' : ` and asks for ${millis(outcome.retryAfterMs)} of rest`;
  const detail = `The host answered ${outcome.status}${asked}.`;
  return {
    title: 'throttled',
    code: String(outcome.status),
    detail,
    hint: 'A crawl leaves the host alone for a while and tries again.',
  };
}

function hintFor(code: string): string | null {
  switch (code) {
    case 'robots':
      return '--ignore-robots fetches it all the same; do so on hosts of your own only.';
    case 'address':
      return 'Only public addresses are connected to. For a host of your own add --allow-private-networks.';
    case 'DNS_NOT_FOUND':
      return 'No name server knows the host. Check its spelling; --dns asks another name server.';
    case 'DNS_FAILED':
    case 'DNS_TIMEOUT':
      return 'The name server gave no answer. --dns asks another one.';
    case 'CONNECT_REFUSED':
      return 'Nothing listens there. Check the port, and whether the server runs.';
    case 'CONNECT_TIMEOUT':
    case 'CONNECT_FAILED':
      return 'The host cannot be reached from here: check the network, the port and firewalls in between.';
    case 'TLS_FAILED':
      return 'The certificate or the protocol cannot be trusted; a crawl does not fetch such pages.';
    case 'TIMEOUT':
    case 'HEADERS_TIMEOUT':
      return 'The server is slow. --timeout gives it longer.';
    default:
      return null;
  }
}

function robotsLines({ robots, record }: OneVisit): string[] {
  if (!robots) return ['not asked for (--ignore-robots)'];
  if (record?.outcome.kind === 'refused' && record.outcome.by === 'address')
    return ['not asked for: the address is refused'];
  const { verdict, detail, decision } = robots;
  if (verdict.state !== 'rules') {
    return [
      `${verdict.state === 'allowAll' ? 'everything is allowed' : 'nothing is allowed for now'}: ${clean(detail)}`,
    ];
  }
  const word = decision?.allowed ? 'allowed' : 'forbidden';
  const by = decision?.line
    ? `by line ${decision.lineNumber}: ${clean(decision.line)}`
    : 'no line is about it';
  const group = decision?.group ? `group ${clean(decision.group)}` : 'no group is for this crawler';
  const delay =
    verdict.crawlDelayMs === null
      ? []
      : [`Crawl-delay: ${millis(verdict.crawlDelayMs)} between two requests`];
  return [`${word}, ${by} (${group})`, ...delay];
}

/** The first line of a head, as it was received. */
function statusLine({ bytes }: Head): string {
  const [line = ''] = Buffer.from(bytes)
    .toString('latin1')
    .split(/[\r\n]/, 1);
  return clean(Buffer.from(line, 'latin1').toString()).trimEnd();
}

function headerLines(headers: readonly [string, string][]): string[] {
  const widest = Math.min(24, Math.max(0, ...headers.map(([name]) => columns(clean(name)))));
  return headers.map(([name, value]) => `${pad(`${clean(name)}:`, widest + 1)} ${clean(value)}`);
}

function storedLines({ exchange, record }: OneVisit): string[] {
  const capture = record?.capture;
  if (!exchange || !capture) return ['nothing: no response is kept of this outcome'];
  const { language, charset, truncated } = capture;
  const facts = [language && `language ${clean(language)}`, charset && `charset ${clean(charset)}`].filter(
    Boolean,
  );
  return [
    `response record, ${bytes(exchange.bodyBytes)} of body as received${truncated ? `, cut short (${truncated})` : ''}`,
    `request record, ${count(exchange.request.length)} bytes`,
    `${capture.digest}`,
    ...(facts.length > 0 ? [facts.join(', ')] : []),
  ];
}

/** A visit as one document of `--json`. */
export function documentOf(url: string, visit: OneVisit) {
  const { robots, record, head, links, exchange, settleMs } = visit;
  const { location: _, ...capture } = record?.capture ?? { location: null };
  const trouble = troubleOf(visit);
  return {
    url,
    error: trouble && { code: trouble.code, message: trouble.detail, hint: trouble.hint },
    robots: robots && {
      state: robots.verdict.state,
      detail: robots.detail,
      ms: tenth(robots.ms),
      decision: robots.decision,
      crawlDelayMs: robots.verdict.state === 'rules' ? robots.verdict.crawlDelayMs : null,
    },
    outcome: record?.outcome ?? null,
    address: record?.address ?? null,
    stages: barsOf(record?.timings ?? {}, settleMs, robots?.ms ?? null),
    response: head && {
      status: head.status,
      statusText: head.statusText,
      headers: head.headers,
      mended: head.mended,
    },
    links: links.map((link) => link.url),
    stored: exchange && { ...exchange, ...capture },
  };
}
