import { programsOfLine, startedBy } from './shell.ts';
import { HOLE, type Token, tokensOf } from './tokens.ts';

/** A program that a source starts: its name, or the expression that will be its name. `hidden`: why it cannot be said. */
export type Started = { line: number } & ({ program: string } | { expression: string } | { hidden: string });

const functions = ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork'];
/** Ours: Node, which runs us. */
const SELF = 'process.execPath';

/** What a source starts with the functions of node:child_process. */
export function startedIn(code: string): Started[] {
  if (!/child_process|playwright/.test(code)) return [];
  const tokens = tokensOf(code);
  const { names, hidden } = imported(tokens);
  return [
    ...hidden,
    ...tokens.flatMap((token, at) => {
      const fn = token.kind === 'word' && isUse(tokens, at) ? names.get(token.text) : undefined;
      return fn ? startedAt(tokens, at, fn) : [];
    }),
    ...browsers(tokens),
  ];
}

/** The functions of node:child_process by the names they have in this source, promisified ones too. */
function imported(tokens: Token[]): { names: Map<string, string>; hidden: Started[] } {
  const names = new Map<string, string>();
  const hidden: Started[] = [];
  for (const [at, { kind, text, line }] of tokens.entries()) {
    if (kind !== 'string' || !/^(?:node:)?child_process$/.test(text)) continue;
    const from = tokens.slice(0, at).findLastIndex((token) => token.text === 'import');
    const clause = tokens.slice(from + 1, at - 1).map((token) => token.text);
    if (tokens[at - 1]?.text !== 'from' || from === -1 || clause.includes(';') || clause[0] === '*')
      hidden.push({ line, hidden: 'node:child_process is taken by other means than import { … }' });
    if (clause[0] === 'type') continue;
    for (const part of clause.slice(1, -1).join(' ').split(' , ')) {
      const [name = '', alias = name] = part.split(' as ');
      if (functions.includes(name)) names.set(alias, name);
    }
  }
  for (const [at, token] of tokens.entries()) {
    const [as, equals, promisify, open, of] = tokens.slice(at, at + 5);
    const fn = promisify?.text === 'promisify' && open?.text === '(' && names.get(of?.text ?? '');
    if (token.kind === 'word' && equals?.text === '=' && fn) names.set(as!.text, fn);
  }
  return { names, hidden };
}

/** Not a property, a key, a type, the import itself, or what is promisified under a name. */
function isUse(tokens: Token[], at: number): boolean {
  const [before, after] = [tokens[at - 1]?.text ?? '', tokens[at + 1]?.text ?? ''];
  if (before === '.' && tokens[at - 2]?.text !== '.') return false;
  if (['typeof', 'const', 'as', 'function'].includes(before) || [':', 'as', '='].includes(after))
    return false;
  if (before === '(' && tokens[at - 2]?.text === 'promisify' && tokens[at - 3]?.text === '=') return false;
  const importing = tokens.slice(0, at).findLastIndex(({ text }) => text === 'import');
  const clause = importing === -1 ? [] : tokens.slice(importing, at).map(({ text }) => text);
  return importing === -1 || clause.includes('from') || clause[1] === '(' || clause[1] === '.';
}

function startedAt(tokens: Token[], at: number, fn: string): Started[] {
  const { line, text } = tokens[at]!;
  if (tokens[at + 1]?.text !== '(') return [{ line, hidden: `${text} is handed on` }];
  if (fn === 'fork') return [];
  const args = argumentsAt(tokens, at + 1);
  const first = args[0] ?? [];
  const literal = literalOf(first);
  if (fn.startsWith('exec') && !fn.startsWith('execFile')) return ofShell(literal, first, line);
  const rest = args.slice(1).find((arg) => arg[0]?.text === '[') ?? [];
  const options = args.find((arg) => arg[0]?.text === '{') ?? [];
  const shell = options.findIndex((token, i) => token.text === 'shell' && options[i + 1]?.text === ':');
  if (shell !== -1 && options[shell + 2]?.text === 'true') return ofShell(literal, first, line);
  if (sourceOf(first) === SELF) return [];
  if (literal === undefined) return [{ line, expression: sourceOf(first) }];
  const given = elementsOf(rest);
  return [literal, ...startedBy(literal, given)].map((program) =>
    program.includes(HOLE) ? { line, expression: `${literal} … ${sourceOf(rest)}` } : { line, program },
  );
}

function ofShell(script: string | undefined, first: Token[], line: number): Started[] {
  const programs = script === undefined ? [HOLE] : programsOfLine(script);
  return programs.map((program) =>
    program.includes(HOLE) ? { line, expression: sourceOf(first) } : { line, program },
  );
}

/** A browser without a path would be one that playwright has downloaded. */
function browsers(tokens: Token[]): Started[] {
  if (!tokens.some(({ kind, text }) => kind === 'string' && /^playwright/.test(text))) return [];
  return tokens.flatMap(({ text, line }, at) => {
    if (!/^launch(?:Server|PersistentContext)?$/.test(text) || tokens[at - 1]?.text !== '.') return [];
    const named = argumentsAt(tokens, at + 1)
      .flat()
      .some((token) => token.text === 'executablePath');
    return [named ? { line, program: 'chromium' } : { line, hidden: 'a browser without executablePath' }];
  });
}

/** The arguments of a call whose parenthesis stands at `open`. */
function argumentsAt(tokens: Token[], open: number): Token[][] {
  const args: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens.slice(open)) {
    const sign = token.kind === 'sign' ? token.text : '';
    if (/[)\]}]/.test(sign) && --depth === 0) break;
    if (sign === ',' && depth === 1) args.push([]);
    else if (depth > 0) args.at(-1)!.push(token);
    if (/[([{]/.test(sign)) depth++;
  }
  return args.filter((arg) => arg.length > 0);
}

/** The elements of an array literal: strings, `node` for ourselves, undefined for what is known when it runs. */
function elementsOf(array: Token[]): (string | undefined)[] {
  if (array.length === 0) return [];
  return argumentsAt(array, 0).map((element) => (sourceOf(element) === SELF ? 'node' : literalOf(element)));
}

function literalOf(tokens: Token[]): string | undefined {
  const [first] = tokens;
  if (first?.kind === 'template') return first.text;
  return tokens.length === 1 && first?.kind === 'string' ? first.text : undefined;
}

const sourceOf = (tokens: Token[]) =>
  tokens.map(({ kind, text }) => (kind === 'string' ? `'${text}'` : text)).join('');
