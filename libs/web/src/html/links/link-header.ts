/** One link of a Link header (RFC 8288): where to, and in which relations, in lower case. */
export type HeaderLink = { target: string; rels: string[] };

const space = /[\t ]/;

/**
 * Reads Link headers as RFC 8288 appendix B.2 and B.3 do: links with commas between, parameters after semicolons, quoted or not; of
 * several `rel` the first counts. A link whose `anchor` says that it is of another document is left out. What is none is passed over.
 */
export function readLinkHeaders(headers: readonly string[]): HeaderLink[] {
  return headers.flatMap((header) => [...linksOf(header)]);
}

function* linksOf(text: string): Generator<HeaderLink> {
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf('<', at);
    const close = open < 0 ? -1 : text.indexOf('>', open);
    if (close < 0) return;
    const target = text.slice(open + 1, close).trim();
    const { rel, anchor, end } = parameters(text, close + 1);
    at = end;
    if (rel === null || anchor !== null) continue;
    yield { target, rels: rel.toLowerCase().split(/\s+/).filter(Boolean) };
  }
}

/** Parameters from `at` up to the comma before the next link. */
function parameters(text: string, from: number): { rel: string | null; anchor: string | null; end: number } {
  let [rel, anchor]: (string | null)[] = [null, null];
  let at = from;
  while (at < text.length && text[at] !== ',') {
    if (text[at] !== ';') {
      at++;
      continue;
    }
    at = past(text, at + 1, space);
    const nameEnd = until(text, at, /[=;,\t ]/);
    const name = text.slice(at, nameEnd).toLowerCase();
    at = past(text, nameEnd, space);
    let value = '';
    if (text[at] === '=') {
      at = past(text, at + 1, space);
      if (text[at] === '"') {
        const end = endOfQuoted(text, at + 1);
        value = text.slice(at + 1, end).replace(/\\(.)/gs, '$1');
        at = end + 1;
      } else {
        const end = until(text, at, /[;,]/);
        value = text.slice(at, end).trim();
        at = end;
      }
    }
    if (name === 'rel') rel ??= value;
    if (name === 'anchor') anchor ??= value;
  }
  return { rel: rel ?? null, anchor: anchor ?? null, end: at + 1 };
}

function past(text: string, from: number, what: RegExp): number {
  let at = from;
  while (at < text.length && what.test(text[at]!)) at++;
  return at;
}

function until(text: string, from: number, what: RegExp): number {
  let at = from;
  while (at < text.length && !what.test(text[at]!)) at++;
  return at;
}

function endOfQuoted(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return Math.min(at, text.length);
}
