/** What becomes of a URL as it was given, to be its canonical one: in words, each with what there was. */
export function canonicalChanges(given: string, canonical: string): string[] {
  if (given === canonical) return [];
  const found: string[] = [];
  const say = (holds: boolean, words: string) => void (holds && found.push(words));
  const trimmed = given.replace(/^[\0- ]+|[\0- ]+$/g, '').replace(/[\t\n\r]/g, '');
  say(trimmed !== given, 'white space is dropped');
  const [, scheme = '', slashes = '', rest = ''] = /^([a-z]+:)([/\\]*)(.*)$/i.exec(trimmed) ?? [];
  say(scheme !== scheme.toLowerCase(), 'the scheme is in lower case');
  const end = /[/\\?#]/.exec(rest)?.index ?? rest.length;
  const authority = rest.slice(0, end);
  const path = rest.slice(end);
  const userEnd = authority.lastIndexOf('@');
  say(userEnd >= 0, 'user name and password are dropped');
  const host = authority.slice(userEnd + 1);
  const [, name = '', port = ''] = /^(.*?)(?::(\d*))?$/.exec(host) ?? [];
  const known = new URL(canonical);
  const bare = name.replace(/\.$/, '');
  say(/[A-Z]/.test(bare), 'the host is in lower case');
  say(/[^\0-\x7f]/.test(bare), `the host is spelled ${known.hostname}`);
  say(bare !== name, 'the final dot of the host is dropped');
  say(
    /^[\0-\x7f]*$/.test(bare) && bare.toLowerCase() !== known.hostname,
    `the host is written as ${known.hostname}`,
  );
  say(
    host.includes(':') && !host.endsWith(']') && port !== known.port,
    `the port ${port || '(none)'} is the usual one`,
  );
  const hash = path.indexOf('#');
  say(hash >= 0, `the fragment ${path.slice(hash, hash + 40)} is dropped`);
  const plain = hash < 0 ? path : path.slice(0, hash);
  const [before = ''] = plain.split('?');
  say(slashes !== '//' || before.includes('\\'), 'slashes are written as /');
  say(before === '', 'the path is /');
  say(/(^|[/\\])(\.|%2e){1,2}([/\\]|$)/i.test(before), 'dot segments are resolved');
  const escapes = plain.match(/%[0-9a-f]{2}/gi) ?? [];
  say(
    escapes.some((one) => one !== one.toUpperCase() || /[\w.~-]/.test(decode(one))),
    'escapes are written in one way',
  );
  say(/[^!-~]|["<>^`{|}]/.test(plain), 'characters that no URL has are escaped');
  return found.length > 0 ? found : ['it is spelled in another way'];
}

const decode = (one: string) => String.fromCharCode(Number.parseInt(one.slice(1), 16));
