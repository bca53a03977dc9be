import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languageOf } from './language.ts';

const german =
  'Die Klasse stellt eine Grundlage bereit, um den Aufwand zu verringern, der für die Umsetzung dieser Schnittstelle nötig ist.';
const english =
  'This class provides a skeletal implementation of the interface, to minimize the effort required.';
const japanese =
  'このクラスは、このインターフェースを実装するために必要な作業を最小限に抑えるための骨格実装を提供します。';

test('the language of a text is what its words say, whatever its template says', () => {
  assert.equal(languageOf(german, 'en'), 'de');
  assert.equal(languageOf(english, null), 'en');
  assert.equal(languageOf(japanese, 'en-US'), 'ja');
});

test('of a text that says nothing the page is believed, if it names a language', () => {
  for (const [said, language] of [
    ['de-AT', 'de'],
    ['PT_br', 'pt'],
    ['x', null],
    ['english', null],
    [null, null],
  ] as const)
    assert.equal(languageOf('x1 = 42', said), language, String(said));
});
