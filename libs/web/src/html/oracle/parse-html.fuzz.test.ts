import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseHtml } from '../parse-html.ts';
import { oraclePage } from './parse5-oracle.ts';

const seed = Number(process.env.FUZZ_SEED ?? 20261123);
const at = 'http://a.test/';

/** Both readings of a document in which each `%` is another address. */
function readings(text: string): [ours: unknown, theirs: unknown] {
  let count = 0;
  const html = text.replace(/%/g, () => `l${count++}`);
  const { links, title, base } = parseHtml(html, at);
  return [{ links, title, base }, oraclePage(html, at)];
}

const attribute = fc.constantFrom(
  ...[
    'href=%',
    ' xlink:href="%"',
    " href='%'",
    ' src=%',
    ' class="a>b"',
    ' rel=nofollow',
    '/',
    ' href="%" href=no',
  ],
  ...[' =', ' "', " '", '=', ' a=b/', ' HREF="&#x25;&amp;%"'],
);
const attributes = fc.array(attribute, { maxLength: 3 }).map((all) => all.join(''));
const noise = fc.constantFrom(
  ...[
    '<!--',
    '-->',
    '--!>',
    '<!-->',
    '<![CDATA[',
    ']]>',
    '<!x',
    '<?',
    '</',
    '<',
    '>',
    'text',
    ' ',
    '</script ',
  ],
  ...['<a href=%>', '<a href="%">', '</A>', '&lt;', '"', "'", '-', '<!doctype html>', '\0', '\r\n'],
);

function soup(names: string): fc.Arbitrary<string> {
  const name = fc.constantFrom(...names.split(' '));
  const end = fc.constantFrom('>', '>', '>', '/>', ' />', '');
  const start = fc.tuple(name, attributes, end).map(([tag, all, close]) => `<${tag} ${all}${close}`);
  const stop = name.map((tag) => `</${tag}>`);
  const piece = fc.oneof(
    { weight: 6, arbitrary: start },
    { weight: 4, arbitrary: stop },
    { weight: 2, arbitrary: noise },
  );
  return fc.array(piece, { minLength: 1, maxLength: 14 }).map((pieces) => pieces.join(''));
}

for (const names of [
  'a area script style textarea title xmp template iframe noscript noembed div p b base plaintext',
  'a html head body form button table td tr option i font li ul noscript script title base template meta link',
]) {
  test(`any soup of ${names} is read as parse5 reads it (seed ${seed})`, () => {
    fc.assert(
      fc.property(soup(names), (text) => {
        const [ours, theirs] = readings(text);
        assert.deepEqual(ours, theirs);
      }),
      { seed, numRuns: 5000 },
    );
  });
}

test(`SVG and MathML that nest properly are read as parse5 reads them (seed ${seed})`, () => {
  const proper = fc.constantFrom('', ' href="%"', ' class="a>b"', " xlink:href='%'", ' id=x');
  const { html } = fc.letrec<{ html: string; svg: string; math: string }>((tie) => {
    const wrap = (inner: fc.Arbitrary<string>, ...names: string[]) =>
      fc
        .tuple(fc.constantFrom(...names), proper, fc.array(inner, { maxLength: 3 }))
        .map(([name, all, children]) => {
          return `<${name} ${all}>${children.join('')}</${name}>`;
        });
    const leaf = fc.constantFrom('text', '<!-- <a href=no> -->', '<a href="%"></a>');
    return {
      html: fc.oneof(
        { depthSize: 'small' },
        leaf,
        wrap(tie('svg'), 'svg'),
        wrap(tie('math'), 'math'),
        wrap(tie('html'), 'div', 'section'),
      ),
      svg: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom(
          'text',
          '<a href="%" />',
          '<a xlink:href="%"></a>',
          '<path d="M0">',
          '<![CDATA[<a href=no>]]>',
        ),
        wrap(tie('svg'), 'g', 'a', 'style', 'script', 'textarea', 'svg'),
        wrap(tie('html'), 'foreignObject', 'desc', 'title'),
      ),
      math: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom('text', '<a href=no></a>', '<![CDATA[<a href=no>]]>'),
        wrap(tie('math'), 'mrow', 'style', 'math'),
        wrap(tie('html'), 'mi', 'mtext'),
      ),
    };
  });
  fc.assert(
    fc.property(html, (text) => {
      const [ours, theirs] = readings(text);
      assert.deepEqual(ours, theirs);
    }),
    { seed, numRuns: 5000 },
  );
});

test('the known differences from parse5', () => {
  const differences: [why: string, html: string][] = [
    // parse5 8 drops tags within select; the standard has kept them since selects can be styled.
    ['links within select', '<select><a href=%></a></select>'],
    // The tree of a page with framesets depends on all that stands before; a link found too many does no harm.
    ['a frame outside of a frameset', '<body><frame src=%>'],
    ['a body before a frameset', '<a href=%></a><frameset>'],
    // Where SVG is broken its end is guessed from the tags seen, without the tree.
    ['a stray end tag within SVG', '<svg></div><style><a href=%></a></style></svg>'],
    ['a font with a colour, which ends SVG', '<svg><font color=red><style><a href=%></style>'],
  ];
  for (const [why, html] of differences) {
    const [ours, theirs] = readings(html);
    assert.notDeepEqual(ours, theirs, `no difference any more: ${why}`);
  }
});
