import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Script } from '@trunkline/redis';

const root = dirname(import.meta.dirname);
const sources = (pattern: string) => globSync(`{libs,services,infra}/*/src/${pattern}`, { cwd: root }).sort();
const read = (file: string) => readFileSync(`${root}/${file}`, 'utf8');
type AnyScript = Script<string, string, unknown>;

/** The names in one part of a header; arguments that repeat carry a star. */
function namedInHeader(lua: string, part: 'KEYS' | 'ARGV'): string[] {
  const block = new RegExp(`^${part} +([\\s\\S]*?)^(?=[A-Z]+ )`, 'm').exec(lua)?.[1] ?? '';
  return block
    .split('\n')
    .map((line) => line.trim().split(/ +/)[0] ?? '')
    .filter(Boolean);
}

const isScript = (value: unknown): value is AnyScript =>
  typeof value === 'object' && value !== null && 'lua' in value && 'command' in value;

/** In a folder `lib` stands what verbs are built on; everything else is a verb. */
const [libraries, verbs] = ['/lib/', ''].map((inLib) =>
  sources('**/*.lua').filter((file) => file.includes('/lib/') === (inLib !== '')),
) as [string[], string[]];

for (const file of verbs) {
  const name = basename(file, '.lua');
  test(`the header of ${file} says what its twin passes`, async () => {
    const twin = (await import(`${root}/${file.replace(/lua$/, 'ts')}`)) as Record<string, unknown>;
    const script = Object.values(twin).find(isScript);
    assert.ok(script, `${name}.ts exports the script`);
    assert.equal(script.command, pathToFileURL(`${root}/${file}`).pathname);
    const lua = read(file);
    assert.match(lua, new RegExp(`^--\\[\\[\n${name}: .+\n`), 'its first line is what it promises');
    assert.match(lua, /^REPLY /m);
    assert.deepEqual(namedInHeader(lua, 'ARGV'), [...script.args, ...script.each.map((arg) => `*${arg}`)]);
    const shard = script.keys.join() === 'meta,void'; // of the frontier, whose scripts all have these
    assert.deepEqual(namedInHeader(lua, 'KEYS'), shard ? [] : script.keys);
  });
}

test('Lua is found', () => {
  assert.ok(verbs.length > 30 && libraries.length > 15);
});

test('no Lua of the frontier spells a key', () => {
  for (const file of [...verbs, ...libraries])
    assert.doesNotMatch(read(file), /root \.\.|KEYS\[1\] \.\./, file);
});

const inTypeScript =
  /redis\.p?call\(|\.eval(sha)?(_ro)?\(|defineCommand\(|\.script\('|\.call\('(EVAL|SCRIPT|FCALL)/i;

test('no Lua stands in TypeScript', () => {
  for (const file of sources('**/*.ts')) {
    if (/\.test\.ts$|\/testing\/|^libs\/redis\//.test(file)) continue;
    assert.doesNotMatch(read(file), inTypeScript, file);
  }
});
