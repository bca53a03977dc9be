import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { sha1Digest } from '@trunkline/archive';
import { stages } from '@trunkline/policy';
import { html, rawOrigin, respond } from './testing/raw-origin.ts';
import { claimOf, configOf, visitsFor } from './testing/visits-for-tests.ts';

const serve = (status: string, headers: Record<string, string>, body: string | Buffer = '') =>
  ((socket) => void socket.write(respond(status, headers, body))) as Parameters<typeof rawOrigin>[1];

test('a page is fetched, read, stored and timed', async (t) => {
  const page =
    '<html lang="en"><title> A  page </title><a href="b">b</a><a href="/c#x">c</a><a href="mailto:a@b">m</a>';
  const headers = {
    'Content-Type': 'text/html; charset=utf-8',
    ETag: '"1"',
    'Last-Modified': 'yesterday',
    'X-Many': 'a',
  };
  const origin = await rawOrigin(t, serve('200 OK', headers, page));
  const { visit, kept } = visitsFor(t);
  const { record, next, hostSignal, discovered, wroteRequestAt } = await visit(
    `${origin.url}/a/`,
    {},
    { depth: 3 },
  );

  assert.deepEqual(record.outcome, { kind: 'fetched', status: 200 });
  assert.deepEqual([next, hostSignal, record.final], [{ do: 'settle' }, { kind: 'answered' }, true]);
  assert.ok(wroteRequestAt !== null && wroteRequestAt <= performance.now());
  assert.deepEqual(discovered, [
    { url: `${origin.url}/a/b`, depth: 4, hops: 0, urgent: false },
    { url: `${origin.url}/c`, depth: 4, hops: 0, urgent: false },
  ]);
  const { location: _, digest, at, ...capture } = record.capture!;
  assert.match(digest, /^sha1:[A-Z2-7]{32}$/);
  assert.deepEqual(capture, {
    status: 200,
    contentType: 'text/html',
    charset: 'utf-8',
    wireBytes: page.length,
    bytes: page.length,
    title: 'A page',
    language: 'en',
    etag: '"1"',
    lastModified: 'yesterday',
    truncated: null,
    links: 2,
    refersTo: null,
  });
  assert.equal(at, kept[0]!.at);
  assert.deepEqual(Object.keys(record.timings).sort(), stages.filter((stage) => stage !== 'settle').sort());

  const [exchange] = kept;
  assert.equal(Buffer.from(exchange!.request).toString(), `${origin.requests[0]!}\r\n\r\n`);
  assert.deepEqual(
    exchange!.head.headers.map(([name]) => name),
    [...Object.keys(headers), 'Content-Length'],
  );
  assert.equal(Buffer.from(exchange!.body).toString(), page);
  assert.equal(exchange!.payloadDigest, digest);
});

test('a coded page is stored as it came and read decoded', async (t) => {
  const page = `<title>T</title>${'<a href="/x">x</a>'.repeat(100)}`;
  const origin = await rawOrigin(
    t,
    serve('200 OK', { 'Content-Type': 'text/html', 'Content-Encoding': 'gzip' }, gzipSync(page)),
  );
  const { visit, kept } = visitsFor(t);
  const { record, discovered } = await visit(`${origin.url}/`);
  assert.deepEqual([record.capture!.bytes, record.capture!.wireBytes], [page.length, gzipSync(page).length]);
  assert.deepEqual(Buffer.from(kept[0]!.body), gzipSync(page));
  assert.equal(discovered.length, 1);
});

test('gzip is asked for, or what the policy says; what came in another coding is stored without it, and read', async (t) => {
  const page = `<title>T</title>${'<a href="/x">x</a>'.repeat(100)}`;
  const bodies: Record<string, Buffer> = {
    gzip: gzipSync(page),
    zstd: zstdCompressSync(page),
    none: Buffer.from(page),
  };
  const origin = await rawOrigin(t, (socket, path) => {
    const coding = path.slice(1);
    const body = coding === 'broken' ? Buffer.from('no zstd') : bodies[coding]!;
    const named = coding === 'broken' ? 'zstd' : coding;
    socket.write(respond('200 OK', { 'Content-Type': 'text/html', 'Content-Encoding': named }, body));
  });
  const { visit, kept } = visitsFor(t);
  const asked = () => /\r\nAccept-Encoding: (.*)/.exec(origin.requests.at(-1)!)?.[1];
  for (const coding of Object.keys(bodies)) {
    const { record } = await visit(`${origin.url}/${coding}`);
    assert.deepEqual([record.capture!.title, asked()], ['T', 'gzip'], coding);
    const last = kept.at(-1)!;
    const plain = coding === 'zstd';
    assert.deepEqual(
      [Buffer.from(last.body), last.decoded],
      [plain ? Buffer.from(page) : bodies[coding], plain ? true : undefined],
    );
    assert.equal(record.capture!.digest, sha1Digest(last.body));
    assert.equal(record.capture!.wireBytes, bodies[coding]!.length);
  }
  await visit(`${origin.url}/zstd`, { codings: ['gzip', 'zstd'] });
  assert.deepEqual([asked(), Buffer.from(kept.at(-1)!.body)], ['gzip, zstd', bodies.zstd]);
  await visit(`${origin.url}/broken`, { codings: [] });
  assert.deepEqual(
    [asked(), kept.at(-1)!.decoded, Buffer.from(kept.at(-1)!.body).toString()],
    ['identity', undefined, 'no zstd'],
  );
});

test('gzip that is not named by its one word in one line, or has several members, is stored without it: readers of the archive know no such', async (t) => {
  const page = '<title>T</title>';
  const coded = gzipSync(page);
  const rules: [lines: string, body: Buffer, isKept: boolean][] = [
    ['Content-Encoding: gzip', coded, true],
    ['content-encoding:gzip ', coded, true],
    ['Content-Encoding: GZIP', coded, false],
    ['Content-Encoding: gzip', Buffer.concat([gzipSync(page.slice(0, 3)), gzipSync(page.slice(3))]), false],
    ['Content-Encoding: gzip', Buffer.concat([gzipSync(''), coded]), false],
    ['Content-Encoding: x-gzip', coded, false],
    ['Content-Encoding: gzip, gzip', gzipSync(coded), false],
    ['Content-Encoding: gzip\r\nContent-Encoding: gzip', gzipSync(coded), false],
    ['Content-Encoding: identity, gzip', coded, false],
    ['Content-Encoding: "gzip"', coded, false],
    ['Content-Encoding : gzip', coded, false],
    ['Content-Encoding:\r\n gzip', coded, false],
  ];
  const origin = await rawOrigin(t, (socket, path) => {
    const [lines, body] = rules[Number(path.slice(1))]!;
    socket.write(
      `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n${lines}\r\nContent-Length: ${body.length}\r\n\r\n`,
    );
    socket.write(body);
  });
  const { visit, kept } = visitsFor(t);
  for (const [n, [lines, body, isKept]] of rules.entries()) {
    const { record } = await visit(`${origin.url}/${n}`);
    const last = kept.at(-1)!;
    assert.deepEqual([record.capture!.title, record.capture!.wireBytes], ['T', body.length], lines);
    assert.deepEqual(Buffer.from(last.body), isKept ? body : Buffer.from(page), lines);
    assert.equal(last.decoded, isKept ? undefined : true, lines);
  }
});

test('a large document is read in another thread, and one larger than memory should hold is stored whole', async (t) => {
  const large = `<title>large</title>${'<p>text text text</p>'.repeat(60_000)}<a href="/end">e</a>`;
  const origin = await rawOrigin(t, serve('200 OK', { 'Content-Type': 'text/html' }, large));
  const { visit, kept } = visitsFor(t);
  const { record, discovered } = await visit(`${origin.url}/`);
  assert.deepEqual([record.capture!.title, record.capture!.bytes], ['large', large.length]);
  assert.deepEqual(
    discovered.map(({ url }) => url),
    [`${origin.url}/end`],
  );
  assert.equal(Buffer.from(kept[0]!.body).toString(), large);
});

test('a 404 is a capture, and its links lead nowhere', async (t) => {
  const origin = await rawOrigin(
    t,
    serve('404 Not Found', { 'Content-Type': 'text/html' }, '<title>no</title><a href="/x">x</a>'),
  );
  const { visit, kept } = visitsFor(t);
  const { record, discovered } = await visit(`${origin.url}/`);
  assert.deepEqual(
    [record.outcome, record.capture!.title, discovered, kept.length],
    [{ kind: 'fetched', status: 404 }, 'no', [], 1],
  );
});

test('a redirect leads to its target with one more hop, urgently when that is on another host', async (t) => {
  const origin = await rawOrigin(t, (socket, path) => {
    socket.write(respond('302 Found', { Location: path === '/far' ? 'http://other.test/y#z' : 'near?q=1' }));
  });
  const { visit, kept } = visitsFor(t);
  const near = await visit(`${origin.url}/a/b`, {}, { depth: 2, hops: 1 });
  assert.deepEqual(near.record.outcome, {
    kind: 'redirected',
    status: 302,
    target: `${origin.url}/a/near?q=1`,
  });
  assert.deepEqual(near.discovered, [{ url: `${origin.url}/a/near?q=1`, depth: 2, hops: 2, urgent: false }]);
  const far = await visit(`${origin.url}/far`);
  assert.deepEqual(far.discovered, [{ url: 'http://other.test/y', depth: 0, hops: 1, urgent: true }]);
  assert.equal(kept.length, 2);
  const end = await visit(`${origin.url}/a/b`, {}, { hops: 10 });
  assert.equal((end.record.outcome as { code: string }).code, 'REDIRECT_LOOP');
  assert.deepEqual(end.discovered, []);
});

test('links and redirects out of scope, and traps, are not discovered', async (t) => {
  const trap = `/${'a/'.repeat(30)}`;
  const origin = await rawOrigin(
    t,
    (socket, path) =>
      void socket.write(
        path === '/out'
          ? respond('301 Moved', { Location: 'http://other.test/' })
          : html(
              `<a href="/in">1</a><a href="http://other.test/">2</a><a href="/in/x.pdf">3</a><a href="${trap}">4</a>`,
            ),
      ),
  );
  const { visits } = visitsFor(t);
  const config = configOf({}, { kind: 'host', of: [`127.0.0.1:${origin.port}`], exclude: ['*.pdf'] });
  const visit = (path: string) =>
    visits.visit(
      claimOf(`${origin.url}${path}`, { depth: 1 }),
      config,
      { at: performance.now(), uncertainMs: 0 },
      new AbortController().signal,
    );
  assert.deepEqual(
    (await visit('/')).discovered.map(({ url }) => url),
    [`${origin.url}/in`],
  );
  const out = await visit('/out');
  assert.deepEqual([out.record.outcome.kind, out.discovered], ['redirected', []]);
  assert.deepEqual(out.record.omitted, [
    {
      kind: 'redirectOutOfScope',
      of: 'not of the host of a seed',
      count: 1,
      sample: `${origin.url}/out`,
    },
  ]);
});

test('a redirect that leads nowhere is the answer: it is kept, and read like any page', async (t) => {
  const page = '<title>T</title><a href="/two">x</a>';
  const locations: Record<string, string[]> = {
    '/none': [],
    '/app': ['Location: myapp://open/1'],
    '/empty': ['Location: http://'],
    '/bad': ['Location: http://[::x]/'],
  };
  const origin = await rawOrigin(t, (socket, path) => {
    const status = path === '/none' ? '303 See Other' : '302 Found';
    socket.write(respond(status, ['Content-Type: text/html', ...(locations[path] ?? [])], page));
  });
  const { visit, kept } = visitsFor(t);
  for (const path of Object.keys(locations)) {
    const { record, discovered, next } = await visit(`${origin.url}${path}`);
    assert.deepEqual([record.outcome.kind, record.capture?.title, next.do], ['fetched', 'T', 'settle'], path);
    assert.deepEqual(
      discovered.map(({ url }) => url),
      [`${origin.url}/two`],
      path,
    );
  }
  assert.deepEqual(
    kept.map(({ body }) => Buffer.from(body).toString()),
    Array(4).fill(page),
  );
});

test('Refresh and Link headers lead on, of what is no document too, unless nofollow is obeyed', async (t) => {
  const headers = [
    'Refresh: 0; url=/refreshed',
    'Link: </next>; rel=next, </style.css>; rel=stylesheet; rel=next',
    'Link: </canonical>; rel="canonical", </de>; rel="alternate nofollow", <http://b.test/>; rel=prev',
    'Link: </anchored>; rel=next; anchor="/x"',
  ];
  const origin = await rawOrigin(t, (socket, path) => {
    const type = path === '/pdf' ? 'application/pdf' : 'text/html';
    const robots = path === '/tagged' ? ['X-Robots-Tag: nofollow'] : [];
    socket.write(
      respond(
        path === '/404' ? '404 Not Found' : '200 OK',
        [`Content-Type: ${type}`, ...headers, ...robots],
        '<a href="/next">n</a>',
      ),
    );
  });
  const { visit } = visitsFor(t);
  const of = async (path: string, policy = {}) =>
    (await visit(`${origin.url}${path}`, policy)).discovered.map(({ url }) => url.replace(origin.url, ''));
  assert.deepEqual(await of('/'), ['/next', '/refreshed', '/canonical', '/de', 'http://b.test/']);
  assert.deepEqual(await of('/pdf'), ['/refreshed', '/next', '/canonical', '/de', 'http://b.test/']);
  assert.deepEqual(await of('/', { robots: { obeyNofollow: true } }), [
    '/next',
    '/refreshed',
    '/canonical',
    'http://b.test/',
  ]);
  assert.deepEqual(await of('/tagged', { robots: { obeyNofollow: true } }), []);
  assert.deepEqual(await of('/404'), []);
});

test('the redirects of a seed lead out of scope, and where they end is told; those of other pages and of excluded places do not', async (t) => {
  const origin = await rawOrigin(t, (socket, path) => {
    const to = { '/seed': 'http://b.test/', '/not': 'http://b.test/x.pdf' }[path];
    socket.write(
      to ? respond('301 Moved', { Location: to }) : html('<a href="/in">i</a><a href="http://c.test/">c</a>'),
    );
  });
  const { visits } = visitsFor(t);
  const visit = (path: string, claim: object, more = {}) =>
    visits.visit(
      claimOf(`${origin.url}${path}`, claim),
      configOf({}, { kind: 'host', of: ['a.test'], exclude: ['*.pdf'], ...more }),
      { at: performance.now(), uncertainMs: 0 },
      new AbortController().signal,
    );
  const places = async (path: string, claim: object, more = {}) =>
    (await visit(path, claim, more)).discovered.map(({ url, depth, hops }) => [url, depth, hops]);
  assert.deepEqual(await places('/seed', { depth: 0 }), [['http://b.test/', 0, 1]]);
  assert.deepEqual(await places('/seed', { depth: 0, hops: 3 }), [['http://b.test/', 0, 4]]);
  for (const [path, claim, more] of [
    ['/seed', { depth: 1 }, {}],
    ['/seed', { depth: 0 }, { followSeedRedirects: false }],
    ['/not', { depth: 0 }, {}],
  ] as const) {
    const { discovered, record } = await visit(path, claim, more);
    assert.deepEqual([discovered, record.omitted?.[0]?.kind], [[], 'redirectOutOfScope'], path);
  }
  const end = await visit('/end', { depth: 0, hops: 1 });
  assert.deepEqual(
    [end.record.led, end.discovered.map(({ url }) => url)],
    [`127.0.0.1:${origin.port}`, [`${origin.url}/in`]],
  );
  assert.equal(
    (await visit('/end', { depth: 0, hops: 1 }, { of: [`127.0.0.1:${origin.port}`] })).record.led,
    undefined,
  );
  assert.equal((await visit('/end', { depth: 1, hops: 1 })).record.led, undefined);
  assert.equal((await visit('/end', { depth: 0, hops: 1, sitemap: 1 })).record.led, undefined);
});

test('nofollow in links, meta and header holds when the policy obeys it', async (t) => {
  const tagged = (tag: string) =>
    respond('200 OK', { 'Content-Type': 'text/html', 'X-Robots-Tag': tag }, '<a href="/x">x</a>');
  const pages: Record<string, Buffer> = {
    '/link': html('<a rel=nofollow href="/x">x</a><a href="/y">y</a>'),
    '/meta': html('<meta name=robots content="noindex, nofollow"><a href="/x">x</a>'),
    '/header': tagged('nofollow'),
    '/ours': tagged('otherbot: noindex, trunkline: none'),
    '/theirs': tagged('otherbot: noindex, nofollow'),
  };
  const origin = await rawOrigin(t, (socket, path) => void socket.write(pages[path]!));
  const { visit } = visitsFor(t);
  for (const [path, obeyed, free] of [
    ['/link', 1, 2],
    ['/meta', 0, 1],
    ['/header', 0, 1],
    ['/ours', 0, 1],
    ['/theirs', 1, 1],
  ] as const) {
    const count = async (obeyNofollow: boolean) =>
      (await visit(`${origin.url}${path}`, { robots: { obeyNofollow } })).discovered.length;
    assert.deepEqual([await count(true), await count(false)], [obeyed, free], path);
  }
});

test('a page that says noindex is not kept when the policy obeys that, and its links are followed', async (t) => {
  const tagged = (type: string, tag: string) =>
    respond('200 OK', { 'Content-Type': type, 'X-Robots-Tag': tag }, '<a href="/x">x</a>');
  const pages: Record<string, Buffer> = {
    '/meta': html('<meta name=robots content=noindex><a href="/x">x</a>'),
    '/ours': html('<meta name=Trunkline content=none><a href="/x">x</a>'),
    '/header': tagged('text/html', 'noindex'),
    '/file': tagged('application/pdf', 'max-snippet: 5, none'),
    '/theirs': tagged('text/html', 'otherbot: noindex'),
    '/missing': respond('404 Not Found', { 'Content-Type': 'text/html', 'X-Robots-Tag': 'noindex' }, 'no'),
  };
  const origin = await rawOrigin(t, (socket, path) => void socket.write(pages[path]!));
  const { visit, kept } = visitsFor(t);
  for (const [path, isKept, links] of [
    ['/meta', false, 1],
    ['/ours', false, 1],
    ['/header', false, 1],
    ['/file', false, 0],
    ['/theirs', true, 1],
    ['/missing', true, 0],
  ] as const) {
    const url = `${origin.url}${path}`;
    const { record, discovered, hostSignal, next } = await visit(url, { robots: { obeyNoindex: true } });
    const { outcome, capture } = record;
    const by = outcome.kind === 'refused' ? outcome.by : null;
    const wanted = isKept ? ['fetched', null, true, links] : ['refused', 'noindex', false, links];
    assert.deepEqual([outcome.kind, by, capture !== null, discovered.length], wanted, path);
    assert.deepEqual([hostSignal.kind, next.do], ['answered', 'settle']);
    assert.equal(
      kept.some((one) => one.url === url),
      isKept,
      path,
    );
    assert.equal((await visit(url)).record.outcome.kind, 'fetched', 'nobody asked for that');
  }
});

test('a failing server is tried again, and its last word is kept', async (t) => {
  const origin = await rawOrigin(t, serve('503 Busy', { 'Content-Type': 'text/plain' }, 'down'));
  const { visit, kept } = visitsFor(t);
  const first = await visit(`${origin.url}/`, { retries: { attempts: 2 } });
  assert.deepEqual([first.next.do, first.record.final, first.record.capture], ['retry', false, null]);
  const last = await visit(`${origin.url}/`, { retries: { attempts: 2 } }, { attempt: 2 });
  assert.deepEqual([last.next.do, last.record.final, last.record.deadReason], ['dead', true, 'throttled']);
  assert.deepEqual([last.record.capture?.status, kept.length], [503, 1]);
});

test('text in another charset is read as what it is', async (t) => {
  const body = Buffer.concat([
    Buffer.from('<title>'),
    Buffer.from([0xcf, 0xf0, 0xe8]),
    Buffer.from('</title>'),
  ]);
  const origin = await rawOrigin(
    t,
    serve('200 OK', { 'Content-Type': 'text/html; charset=windows-1251' }, body),
  );
  const { record } = await visitsFor(t).visit(`${origin.url}/`);
  assert.deepEqual([record.capture!.charset, record.capture!.title], ['windows-1251', 'При']);
});
