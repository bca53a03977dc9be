import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clean, columns, cutEnd, cutMiddle, pad, wrap } from './text.ts';

test('no control character of a page reaches the terminal', () => {
  for (let code = 0; code < 0xa0; code++) {
    const shown = clean(`a${String.fromCodePoint(code)}b`);
    if (code < 0x20 || code >= 0x7f) assert.match(shown, /^a[ \ufffd]b$/u, `U+${code.toString(16)}`);
  }
  assert.equal(clean('\u001b]0;owned\u0007\u001b[2Jx'), '�]0;owned��[2Jx');
  assert.equal(clean('safe\u202eexe.txt\u2066'), 'safe�exe.txt�');
  assert.equal(clean('two\r\n lines\tand a tab'), 'two  lines and a tab');
  assert.equal(clean('\ud800'), '\ufffd');
});

test('width counts columns: wide characters two, marks and colours none', () => {
  assert.equal(columns('日本'), 4);
  assert.equal(columns('e\u0301'), 1);
  assert.equal(columns('\u001b[1;32mok\u001b[0m'), 2);
});

test('a cut text fits and says that it was cut', () => {
  for (const text of [
    'http://java.test/api/java.base/java/util/package-summary.html',
    '日本語のとても長い題名です',
    'short',
  ]) {
    for (let most = 0; most < 40; most++) {
      for (const cut of [cutEnd(text, most), cutMiddle(text, most)]) {
        assert.ok(columns(cut) <= most, `${cut} in ${most}`);
        assert.ok(cut === text || cut === '' || cut.includes('…'));
      }
    }
  }
  assert.equal(cutMiddle('http://java.test:8080/api/java.base/list.html', 24), 'http://java.te…list.html');
});

test('padding fills to columns, not to characters', () => {
  assert.equal(pad('日', 4), '日  ');
  assert.equal(pad('7', 3, 'right'), '  7');
});

test('a wrapped text is whole, and no line is wider than there is room', () => {
  const text = 'one http://java.test/a-very-long-path/日本語の題名です/x two three';
  for (let width = 2; width < 60; width++) {
    const lines = wrap(text, width);
    assert.equal(lines.join('').replaceAll(' ', ''), text.replaceAll(' ', ''));
    for (const line of lines) assert.ok(columns(line) <= width, `${line} in ${width}`);
  }
});
