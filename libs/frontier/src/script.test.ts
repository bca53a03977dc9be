import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { scripts } from './redis/register-scripts.ts';

const folder = new URL('./scripts/', import.meta.url);

/** The names in the ARGV part of a header; those that repeat carry a star. */
function namedInHeader(lua: string): string[] {
  const block = lua.match(/^ARGV +([\s\S]*?)^(?=[A-Z]+ )/m)?.[1] ?? '';
  return block
    .split('\n')
    .map((line) => line.trim().split(/ +/)[0] ?? '')
    .filter(Boolean);
}

for (const { name, args, each } of scripts) {
  test(`the header of ${name}.lua names what ${name}.ts passes`, () => {
    const own = readFileSync(new URL(`${name}.lua`, folder), 'utf8');
    assert.deepEqual(namedInHeader(own), [...args, ...each.map((field) => `*${field}`)]);
  });
}

test('every Lua file of a verb is registered', () => {
  const files = readdirSync(folder).filter((file) => file.endsWith('.lua'));
  assert.deepEqual(files.map((file) => file.slice(0, -4)).sort(), scripts.map(({ name }) => name).sort());
});

test('no Lua file spells a key', () => {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.lua'),
  );
  for (const file of files) {
    assert.doesNotMatch(readFileSync(new URL(file, folder), 'utf8'), /root \.\.|KEYS\[1\] \.\./, file);
  }
});
