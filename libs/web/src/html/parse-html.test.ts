import assert from 'node:assert/strict';
import { test } from 'node:test';
import { extractLinks, parseHtml } from './parse-html.ts';

const at = 'http://a.test/d/page';

/** Paths of the links of a document, below http://a.test/d/ where they are. */
function targets(html: string, base = at): string[] {
  return extractLinks(html, base).map(({ url }) => url.replace(/^http:\/\/a\.test\/d\//, ''));
}

test('navigation targets are links, other addresses are not', () => {
  const rules: [html: string, found: string[]][] = [
    ['<a href=x>', ['x']],
    ['<A HREF="x">', ['x']],
    ['<a name=x>', []],
    ['<a href>', ['page']],
    ['<a href="#y">', ['page']],
    ['<map><area href=x></map>', ['x']],
    ['<iframe src=x></iframe>', ['x']],
    ['<frameset><frame src=x><frame src=y></frameset>', ['x', 'y']],
    ['<svg><a href=x /></svg>', ['x']],
    ['<svg><a xlink:href=x /></svg>', ['x']],
    ['<svg><a xlink:href=x href=y /></svg>', ['y']],
    ['<a xlink:href=x>', []],
    ['<math><a href=x></math>', []],
    ['<meta http-equiv=Refresh content="3; URL=x">', ['x']],
    ['<meta http-equiv=refresh content=3>', []],
    ['<link href=x><img src=y><script src=z></script><form action=w>', []],
    ['<body background=x><object data=y></object><embed src=z><video src=w>', []],
    [
      '<a href="mailto:a@b.test"><a href="javascript:x()"><a href="data:text/html,x"><a href="ftp://b.test/">',
      [],
    ],
    ['<a href="http://b.test/x#y">', ['http://b.test/x']],
    ['<a href="//b.test">', ['http://b.test/']],
    ['<a href="http://[x">', []],
  ];
  for (const [html, found] of rules) assert.deepEqual(targets(html), found, html);
});

test('text, comments, templates and raw text have no links; noscript has', () => {
  const rules: [html: string, found: string[]][] = [
    ['<!-- <a href=x> --><a href=y>', ['y']],
    ['<!--><a href=y>-->', ['y']],
    ['<!---><a href=y>-->', ['y']],
    ['<!-- --!><a href=y>', ['y']],
    ['<!-- -- > <a href=x> --><a href=y>', ['y']],
    ['<!--<a href=x>', []],
    ['<!x <a href=x>', []],
    ['<?x <a href=x> ?><a href=y>', ['y']],
    ['</ <a href=x><a href=y>', ['y']],
    ['</><a href=y>', ['y']],
    ['< a href=x><a href=y>', ['y']],
    ['<<a href=y>', ['y']],
    ['<![CDATA[<a href=x>]]><a href=y>', ['y']],
    ['<svg><![CDATA[<a href=x>]]><a href=y /></svg>', ['y']],
    ['<script>"<a href=x>"</script><a href=y>', ['y']],
    ['<script><a href=x></SCRIPT ><a href=y>', ['y']],
    ['<script></scripty><a href=x></script><a href=y>', ['y']],
    ['<script><!-- <script> </script> <a href=x> --></script><a href=y>', ['y']],
    ['<script><!-- </script><a href=y>', ['y']],
    ['<script><!--><script></script><a href=y>', ['y']],
    ['<script>', []],
    ['<style><a href=x></style><a href=y>', ['y']],
    ['<textarea><a href=x></textarea><a href=y>', ['y']],
    ['<title><a href=x></title><a href=y>', ['y']],
    ['<xmp><a href=x></xmp><a href=y>', ['y']],
    ['<iframe><a href=x></iframe><a href=y>', ['y']],
    ['<noframes><a href=x></noframes><a href=y>', ['y']],
    ['<noscript><a href=y></noscript>', ['y']],
    ['<template><a href=x><template><a href=x></template><a href=x></template><a href=y>', ['y']],
    ['</template><a href=y>', ['y']],
    ['<plaintext><a href=x>', []],
    ['<a href=y><a href=x', ['y']],
    ['<a href=y><a href="x>', ['y']],
    ['<svg><style><a href=y></a></style></svg>', ['y']],
    ['<svg><title><style><a href=x></style></title><a href=y /></svg>', ['y']],
    ['<svg><p><style><a href=x></style><a href=y>', ['y']],
    ['<svg></p><style><a href=x></style><a href=y>', ['y']],
    ['<svg/><style><a href=x></style><a href=y>', ['y']],
    ['<math><mi><style><a href=x></style></mi></math><a href=y>', ['y']],
  ];
  for (const [html, found] of rules) assert.deepEqual(targets(html), found, html);
});

test('attributes are read as browsers read them', () => {
  const rules: [html: string, found: string[]][] = [
    ["<a href='x'>", ['x']],
    ['<a href = "x" >', ['x']],
    ['<a\nhref\t=\rx\f>', ['x']],
    ['<a/href=x>', ['x']],
    ['<a class="b"href=x>', ['x']],
    ['<a title=">" href=x>', ['x']],
    ["<a title='\"' href=x>", ['x']],
    ['<a title=b"c href=x>', ['x']],
    ['<a href=x href=y>', ['x']],
    ['<a HREF=x href=y>', ['x']],
    ['<a =href=y href=x>', ['x']],
    ['<a href=x/>', ['x/']],
    ['<a href=x?y=1&amp;z=2>', ['x?y=1&z=2']],
    ['<a href="x&#45;y&#x2d;z&#45w">', ['x-y-z-w']],
    ['<a href="?a=1&copy=2">', ['page?a=1&copy=2']],
    ['<a href="?a=1&copy;">', ['page?a=1%C2%A9']],
    ['<a href="&amp;amp;">', ['&amp;']],
    ['<a href="&notit;">', ['&notit;']],
    ['<a href=" x\n">', ['x']],
    ['<a href="x\ny">', ['xy']],
    ['<a href="é">', ['%C3%A9']],
    ['<a href="%7ex">', ['~x']],
    ['<a href="x y">', ['x%20y']],
    ['<a href="x y #z">', ['x%20y%20']],
  ];
  for (const [html, found] of rules) assert.deepEqual(targets(html), found, html);
});

test('each target is named once, in document order; nofollow when every link to it says so', () => {
  const html =
    '<a rel=nofollow href=x><a href=y><a rel="me NoFollow" href="x#z"><a href=./y><a rel=nofollows href=w>';
  assert.deepEqual(extractLinks(html, at), [
    { url: 'http://a.test/d/x', nofollow: true },
    { url: 'http://a.test/d/y', nofollow: false },
    { url: 'http://a.test/d/w', nofollow: false },
  ]);
  assert.deepEqual(extractLinks('<a rel=nofollow href=x><a href=x>', at), [
    { url: 'http://a.test/d/x', nofollow: false },
  ]);
});

test('the first base with a href decides, also for what stands before it', () => {
  const rules: [html: string, base: string, found: string[]][] = [
    [
      '<a href=x><base href=/e/f><base href=/g/><a href=y>',
      'http://a.test/e/f',
      ['http://a.test/e/x', 'http://a.test/e/y'],
    ],
    ['<base target=_top><base href=e/><a href=x>', 'http://a.test/d/e/', ['e/x']],
    ['<base href="//b.test"><a href=x>', 'http://b.test/', ['http://b.test/x']],
    ['<template><base href=/e/></template><a href=x>', at, ['x']],
    ['<svg><base href=/e/></svg><a href=x>', at, ['x']],
    ['<base href="javascript:x"><a href=x>', at, ['x']],
    ['<base href="data:x,y"><a href=x>', at, ['x']],
    ['<base href="http://[x"><a href=x>', at, ['x']],
    ['<base href="ftp://b.test/"><a href=x><a href="http://c.test/">', 'ftp://b.test/', ['http://c.test/']],
    ['<base href="mailto:x@y"><a href=x>', 'mailto:x@y', []],
    ['<base href=""><a href=x>', at, ['x']],
  ];
  for (const [html, base, found] of rules) {
    assert.deepEqual(targets(html), found, html);
    assert.equal(parseHtml(html, at).base, base, html);
  }
});

test('title, language, canonical and robots', () => {
  const rules: [html: string, facts: Partial<ReturnType<typeof parseHtml>>][] = [
    [
      '',
      {
        title: null,
        language: null,
        canonical: null,
        robots: { noindex: false, nofollow: false },
        cut: null,
      },
    ],
    ['<title> A &amp; B\n\t&#x43; </title>', { title: 'A & B C' }],
    ['<title></title><title>A</title>', { title: 'A' }],
    ['<title>A</title><title>B</title>', { title: 'A' }],
    ['<title>A<b></title>', { title: 'A<b>' }],
    ['<title>A', { title: 'A' }],
    ['<svg><title>A</title></svg><title>B</title>', { title: 'B' }],
    ['<template><title>A</title></template>', { title: null }],
    [`<title>${'x'.repeat(2000)}</title>`, { title: 'x'.repeat(1000) }],
    ['<html lang=" en-GB ">', { language: 'en-GB' }],
    ['<html xml:lang=de>', { language: 'de' }],
    ['<html lang="" xml:lang=de>', { language: 'de' }],
    ['<html><meta http-equiv=content-language content=fr>', { language: 'fr' }],
    ['<html lang=de><meta http-equiv=content-language content=fr>', { language: 'de' }],
    ['<link rel=canonical href="/x#y">', { canonical: 'http://a.test/x' }],
    ['<link rel="Alternate CANONICAL" href="http://b.test">', { canonical: 'http://b.test/' }],
    [
      '<link rel=canonical href=x><base href=/e/><link rel=canonical href=y>',
      { canonical: 'http://a.test/e/x' },
    ],
    ['<link rel=canonical href=""><link rel=canonical>', { canonical: null }],
    ['<link rel=alternate href=x>', { canonical: null }],
    ['<meta name=robots content=noindex>', { robots: { noindex: true, nofollow: false } }],
    ['<META NAME=ROBOTS CONTENT="Index,NOFOLLOW">', { robots: { noindex: false, nofollow: true } }],
    ['<meta name=robots content=none>', { robots: { noindex: true, nofollow: true } }],
    [
      '<meta name=robots content=noindex><meta name=robots content=nofollow>',
      { robots: { noindex: true, nofollow: true } },
    ],
    ['<meta name=robots content=all>', { robots: { noindex: false, nofollow: false } }],
    ['<meta name=otherbot content=none>', { robots: { noindex: false, nofollow: false } }],
    ['<meta name=FooBot content=none>', { robots: { noindex: true, nofollow: true } }],
    ['<meta name=googlebot content=none>', { robots: { noindex: false, nofollow: false } }],
    ['<meta name="googlebot, robots" content=noindex>', { robots: { noindex: true, nofollow: false } }],
    [
      '<meta name=robots content="index, follow"><meta name=foobot content=none>',
      { robots: { noindex: true, nofollow: true } },
    ],
    [
      '<meta http-equiv=X-Robots-Tag content="foobot: noindex">',
      { robots: { noindex: true, nofollow: false } },
    ],
    [
      '<meta http-equiv=X-Robots-Tag content="other: noindex">',
      { robots: { noindex: false, nofollow: false } },
    ],
    ['<meta name=robots>', { robots: { noindex: false, nofollow: false } }],
  ];
  for (const [html, facts] of rules) {
    const page = parseHtml(html, at, { product: 'foobot' });
    const found = Object.fromEntries(Object.keys(facts).map((key) => [key, page[key as keyof typeof page]]));
    assert.deepEqual(found, facts, html);
  }
});

test('what is in a shadow root that the parser makes is a part of the page; in any other template it is not', () => {
  const root = '<template shadowrootmode=open><a href=/in>';
  const rules: [html: string, links: string[]][] = [
    [`<my-nav>${root}</template></my-nav><a href=/two>`, ['/in', '/two']],
    [`<div><style>x</style>${root}</template>`, ['/in']],
    ['<my-x><template shadowrootmode=" open"><a href=/in></template>', []],
    ['<my-x><template ShadowRootMode=CLOSED><a href=/in></template>', ['/in']],
    ['<my-x><template shadowrootmode=auto><a href=/in></template><a href=/b>', ['/b']],
    [`<my-x>${root}</template><template shadowrootmode=open><a href=/second></template>`, ['/in']],
    [
      `<my-x>${root}<my-y><template shadowrootmode=open><a href=/deep></template></my-y></template>`,
      ['/in', '/deep'],
    ],
    [`<my-x>${root}<template><a href=/not></template><a href=/yes></template>`, ['/in', '/yes']],
    [`<template><my-x>${root}</template></my-x><a href=/not></template><a href=/b>`, ['/b']],
    [`<a>${root}</template></a><a href=/b>`, ['/b']],
    [`<ul>${root}</template></ul>`, []],
    [
      `<my-a>${root}</template></my-a><my-b><template><a href=/not></template>${root.replace('/in', '/b')}</template>`,
      ['/in', '/b'],
    ],
    [root, ['/in']],
  ];
  for (const [html, links] of rules)
    assert.deepEqual(
      extractLinks(html, 'http://a.test/').map(({ url }) => url.slice('http://a.test'.length)),
      links,
      html,
    );
});

test('an iframe that holds its document leads where that does, each with its own base, and not to its src', () => {
  const rules: [html: string, links: string[]][] = [
    ['<iframe srcdoc="<a href=/in>" src=/not></iframe><a href=/two>', ['/two', '/in']],
    ['<iframe srcdoc="&lt;a href=&quot;/a?b&amp;amp;c&quot;>"></iframe>', ['/a?b&c']],
    ['<base href=/dir/><iframe srcdoc="<a href=x>"></iframe>', ['/dir/x']],
    [
      '<base href=/dir/><iframe srcdoc="<base href=/own/><a href=x>"></iframe><a href=y>',
      ['/dir/y', '/own/x'],
    ],
    [`<iframe srcdoc="<iframe srcdoc='<a href=/deep>'></iframe>"></iframe>`, ['/deep']],
    ['<iframe srcdoc src=/not></iframe>', []],
    ['<iframe src=/yes></iframe>', ['/yes']],
    ['<template><iframe srcdoc="<a href=/in>"></iframe></template>', []],
    ['<iframe srcdoc="<meta name=robots content=noindex><title>x</title>"></iframe>', []],
  ];
  for (const [html, links] of rules) {
    const page = parseHtml(html, 'http://a.test/');
    assert.deepEqual(
      page.links.map(({ url }) => url.slice('http://a.test'.length)),
      links,
      html,
    );
    assert.deepEqual([page.title, page.robots.noindex], [null, false]);
  }
});

test('links beyond those that may be are counted, as often as they stand there, in documents within it too', () => {
  const links = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => `<a href=/${from + i}>`).join('');
  const cases: [html: string, found: number, more: number][] = [
    [links(0, 10), 10, 0],
    [links(0, 11), 10, 1],
    [links(0, 10) + links(0, 10), 10, 0],
    [links(0, 8) + links(0, 8).replaceAll('/', 'http://a.test/') + links(8, 30), 10, 20],
    [`${links(0, 3)}<iframe srcdoc='${links(3, 50)}'></iframe>${links(50, 100)}`, 10, 90],
    [`${links(0, 30)}<meta http-equiv=refresh content="1;url=/x">`, 10, 21],
  ];
  for (const [html, found, more] of cases) {
    const page = parseHtml(html, 'http://a.test/', { links: 10 });
    assert.deepEqual(
      [page.links.length, page.more, page.cut],
      [found, more, more > 0 ? 'links' : null],
      html,
    );
  }
});

test('a page may be cut by length, number of links and time; what was found until then stays', () => {
  const html = Array.from({ length: 5000 }, (_, i) => `<a href=${i}>`).join('');
  assert.equal(parseHtml(html, at).cut, null);

  const short = parseHtml(html, at, { length: 23 });
  assert.deepEqual([short.cut, short.links.length], ['length', 2]);
  assert.equal(parseHtml(html, at, { length: html.length }).cut, null);

  const few = parseHtml(html, at, { links: 10 });
  assert.deepEqual([few.cut, few.links.length, few.more], ['links', 10, 4990]);
  assert.equal(parseHtml(html, at, { links: 5000 }).cut, null);

  let clock = 0;
  const late = parseHtml(html, at, { milliseconds: 2, now: () => clock++ });
  assert.equal(late.cut, 'time');
  assert.ok(late.links.length < 5000);
  clock = 0;
  assert.equal(parseHtml(html, at, { milliseconds: 1000, now: () => clock++ }).cut, null);
});
