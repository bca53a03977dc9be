/** A piece of TypeScript or JavaScript. `text` of strings is what stands between the quotes, of templates with HOLE for each of its holes. */
export type Token = { kind: 'word' | 'string' | 'template' | 'sign'; text: string; line: number };

const SPACE = /\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\//y;
const WORD = /[\p{ID_Start}$_#@][\p{ID_Continue}$]*|\d[\w.]*/uy;
const STRING = /'((?:\\.|[^'\\\n])*)'|"((?:\\.|[^"\\\n])*)"/y;
const REGEX = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/y;

/** After these a slash begins a regular expression; after anything else it divides. */
const beforeRegex = /^(?:[([{,;:=!&|?+\-*%~^<>]|return|typeof|case|of|in|await|yield|else|do)$/;

/** Stands in a template, and in a line of shell, for what is only known when it runs. */
export const HOLE = '…';

/** The tokens of a source, without comments. The holes of a template follow it, each in parentheses. */
export function tokensOf(code: string): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  for (let at = 0; at < code.length; ) {
    const [found, length] = nextToken(code, at, tokens.at(-1));
    const here = line;
    tokens.push(...found.map((token) => ({ ...token, line: here + token.line })));
    line += linesOf(code.slice(at, at + length));
    at += length;
  }
  return tokens;
}

/** What stands at a place: no token, one, or a template with those of its holes; lines from here. And its length. */
function nextToken(code: string, at: number, previous: Token | undefined): [Token[], number] {
  const match = (pattern: RegExp) => {
    pattern.lastIndex = at;
    return pattern.exec(code);
  };
  const space = match(SPACE);
  if (space) return [[], space[0].length];
  const word = match(WORD)?.[0];
  if (word !== undefined) return [[{ kind: 'word', text: word, line: 0 }], word.length];
  const [whole, single, double] = match(STRING) ?? [];
  if (whole !== undefined)
    return [[{ kind: 'string', text: unescaped(single ?? double ?? ''), line: 0 }], whole.length];
  if (code[at] === '`') {
    const { text, holes, length } = templateAt(code, at);
    return [[{ kind: 'template', text: unescaped(text), line: 0 }, ...holes], length];
  }
  const mayBeRegex = !previous || (previous.kind !== 'string' && beforeRegex.test(previous.text));
  const regex = code[at] === '/' && mayBeRegex ? match(REGEX) : null;
  if (regex) return [[], regex[0].length];
  return [[{ kind: 'sign', text: code[at]!, line: 0 }], 1];
}

function templateAt(code: string, start: number): { text: string; holes: Token[]; length: number } {
  const holes: Token[] = [];
  let text = '';
  let at = start + 1;
  while (at < code.length && code[at] !== '`') {
    if (code.startsWith('${', at)) {
      const end = holeEnd(code, at + 2);
      const line = linesOf(code.slice(start, at));
      holes.push({ kind: 'sign', text: '(', line });
      for (const token of tokensOf(code.slice(at + 2, end)))
        holes.push({ ...token, line: line + token.line - 1 });
      holes.push({ kind: 'sign', text: ')', line });
      text += HOLE;
      at = end + 1;
    } else {
      const length = code[at] === '\\' ? 2 : 1;
      text += code.slice(at, at + length);
      at += length;
    }
  }
  return { text, holes, length: at + 1 - start };
}

/** Where the brace of a hole is closed; strings and templates within it may hold braces. */
function holeEnd(code: string, start: number): number {
  let depth = 0;
  for (let at = start; at < code.length; at++) {
    STRING.lastIndex = at;
    if (code[at] === '`') at += templateAt(code, at).length - 1;
    else if (/['"]/.test(code[at]!)) at += Math.max(0, (STRING.exec(code)?.[0].length ?? 1) - 1);
    else if (code[at] === '{') depth++;
    else if (code[at] === '}' && depth-- === 0) return at;
  }
  return code.length;
}

const linesOf = (text: string) => text.split('\n').length - 1;

const unescaped = (text: string) =>
  text.replaceAll(/\\(.)/gs, (_, char: string) => ({ n: '\n', t: '\t' })[char] ?? char);
