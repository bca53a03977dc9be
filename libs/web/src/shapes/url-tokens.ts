/*
 * A URL as a word of tokens, so that those of one generator read alike: each token begins with what it is.
 *   /name   a path segment      ;name   a parameter of a segment (`;jsessionid=…`)
 *   ?       here the query begins      &name   one of its parameters, in the order of names      =value   and what it says
 * `#` stands for digits, `~` for what looks made up by a machine (hex, UUIDs, session ids), `/...` for the rest of a path that goes round in
 * circles or is very deep. Sessions stand before the path: all that is in one is of one shape.
 */

/** Segments, and parameters, that are told apart; what is beyond is one. */
const MOST_SEGMENTS = 10;
const MOST_PARAMETERS = 10;
/** Longer names and values say nothing in particular. */
const LONG = 32;
const LOOP = '/...';

const SESSION =
  /^(?:jsessionid|php_?sess(?:ion)?_?id|asp(?:\.net_|_)?session_?id\w*|aspsessionid\w*|session_?id|sessid|session|sess|sid|s_id|cfid|cftoken|oscsid|zenid|xtcsid|viewstate|token|csrf_?token|nonce)$/i;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;

/** The tokens of a canonical URL, its host left out. Depends on nothing but the URL; linear in its length. */
export function urlTokens(url: string): string[] {
  const slash = url.indexOf('/', url.indexOf('//') + 2);
  const mark = url.indexOf('?', slash);
  const path = mark < 0 ? url.slice(slash) : url.slice(slash, mark);
  const sessions: string[] = [];
  const tokens = pathTokens(path, sessions);
  if (mark >= 0) queryTokens(url.slice(mark + 1), tokens, sessions);
  return sessions.length === 0 ? tokens : [...sessions.sort(), ...tokens];
}

function pathTokens(path: string, sessions: string[]): string[] {
  const tokens: string[] = [];
  const seen = new Set<string>();
  const segments = path.split('/');
  for (let i = 1; i < segments.length; i++) {
    const [name = '', ...parameters] = segments[i]!.split(';');
    const again = seen.size === seen.add(name).size && /[a-z]/i.test(name);
    if (i > 1 && (again || tokens.length >= MOST_SEGMENTS)) {
      tokens.push(LOOP);
      break;
    }
    tokens.push(`/${general(name)}`);
    for (const parameter of parameters.slice(0, MOST_PARAMETERS)) {
      const [key = '', value = ''] = parts(parameter);
      if (isSession(key, value)) sessions.push(`;${general(key)}`);
      else tokens.push(`;${general(key)}`);
    }
  }
  return tokens;
}

function queryTokens(query: string, tokens: string[], sessions: string[]): void {
  const found = new Map<string, string>();
  for (const parameter of query.split(/[&;]/, 4 * MOST_PARAMETERS)) {
    if (parameter === '') continue;
    const [key = '', value = ''] = parts(parameter);
    const name = general(key);
    if (value !== '' && isSession(key, value)) sessions.push(`&${name}`);
    else if (!found.has(name)) found.set(name, parameter.includes('=') ? `=${general(value)}` : '');
  }
  tokens.push('?');
  const names = [...found.keys()].sort().slice(0, MOST_PARAMETERS);
  for (const name of names) {
    tokens.push(`&${name}`);
    const value = found.get(name)!;
    if (value !== '') tokens.push(value);
  }
}

/** The name alone says it, or a value that looks random under a name that no content is asked for by. */
function isSession(key: string, value: string): boolean {
  return SESSION.test(key) && value.length >= 2;
}

function parts(parameter: string): [name: string, value: string] {
  const at = parameter.indexOf('=');
  return at < 0 ? [parameter, ''] : [parameter.slice(0, at), parameter.slice(at + 1)];
}

/** A name without what differs from one to the next: digits, and what a machine made up. Plain words stay. */
function general(text: string): string {
  if (text.length < LONG && /^[a-z_.-]*$/i.test(text)) return text;
  if (text.length > 4 * LONG) return '~';
  const plain = text
    .replace(UUID, '~')
    .replace(/[0-9a-z]+/gi, (word) => (isMadeUp(word) ? '~' : word.replace(/\d+/g, '#')));
  const short = plain.replace(/[ !*]/g, '').replace(/#(?:[-_.:,]?#)+/g, '#');
  return short.length > LONG ? '~' : short;
}

/** Hex of seven and more, or a long word, with digits and letters mixed; a very long one with letters of both cases. */
function isMadeUp(word: string): boolean {
  if (word.length >= 24 && /[a-z]/.test(word) && /[A-Z]/.test(word)) return true;
  if (word.length < 7 || !/\d/.test(word) || !/[a-z]/i.test(word)) return false;
  if (/^[0-9a-f]+$/i.test(word)) return true;
  return word.length >= 16 && (word.match(/\d+/g)?.length ?? 0) >= 2;
}
