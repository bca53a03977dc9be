import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mainText } from './main-text.ts';

const read = (html: string, most?: number) => mainText(Buffer.from(html), most);
const long = 'The collector frees what nobody reaches any more, and does so while the program runs. '.repeat(
  4,
);

test('navigation, headers, footers, scripts and lists of links are no text of a page; its blocks are lines', () => {
  const html = `<head><title>T</title><style>p{}</style></head><body><header>Site name</header>
    <nav><ul><li><a href=a>Home</a></ul></nav><h1>Garbage &amp; collection</h1><p>${long}</p>
    <ul><li><a href=b>See also this</a></li><li><a href=c>and that</a></li></ul>
    <script>var nav = "<p>no</p>"</script><!-- <p>nor this</p> --><footer>Copyright</footer>`;
  assert.deepEqual(read(html).split('\n'), ['Garbage & collection', long.trim()]);
});

test('what lies in main comes before all else, where it is enough', () => {
  assert.equal(read(`<p>${'Before. '.repeat(50)}</p><main><p>${long}</p></main>`), long.trim());
  assert.match(read(`<p>${long}</p><main>loading…</main>`), /collector/);
});

test('a page that is all boilerplate keeps its text', () => {
  assert.equal(read('<nav>One <b>two</b></nav><footer>three'), 'One two\nthree');
});

test('no document makes it throw, take long or give control characters', () => {
  for (const hostile of [
    '',
    '<',
    '<!--',
    '<p',
    '<script>',
    '</a>'.repeat(1e5),
    `${'<nav>'.repeat(1e5)}x`,
    '<!'.repeat(1e5),
    '&#1;&#x202e;a\u0002b\u0003<p>',
    `<p>${'a&'.repeat(1e5)}`,
  ]) {
    const text = read(hostile);
    assert.doesNotMatch(text, /[^\n\P{Cc}]/u);
  }
  assert.equal(read(`<p>${'word '.repeat(1e5)}</p>`, 1000).length, 1000);
});
