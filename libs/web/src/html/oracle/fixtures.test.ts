import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parseHtml } from '../parse-html.ts';
import { oraclePage } from './parse5-oracle.ts';

/** Pages as different generators write them, where they came from, and what a person reads in them. */
const pages = {
  'api-class.html': {
    url: 'http://java.test:8080/api/harbour.base/harbour/util/Queue.html',
    title: 'Queue (Harbour 4 & Harbour Tools)',
    links: `http://java.test:8080/api/help.html http://java.test:8080/api/harbour.base/harbour/util/Queue.html
      http://java.test:8080/api/index.html http://java.test:8080/api/harbour.base/harbour/util/package-summary.html
      http://java.test:8080/api/index-files/index-1.html http://java.test:8080/api/harbour.base/harbour/util/Collection.html
      http://java.test:8080/api/harbour.base/harbour/io/Stowable.html http://java.test:8080/api/harbour.base/harbour/lang/Iterable.html
      https://tides.example/spec/ http://java.test:8080/specs/mooring/mooring-rules.html
      http://java.test:8080/api/harbour.base/harbour/lang/Object.html http://java.test:8080/api/harbour.base/harbour/util/Queue.Node.html
      https://bugs.example/submit?class=Queue&page=add&v=4 http://java.test:8080/api/legal/copyright.html`,
  },
  'manual-1998.html': {
    url: 'http://lamp.test/old/address.html',
    title: "The Lighthouse Keeper's Manual",
    links: `http://lamp.test:8080/manual/news.html http://lamp.test:8080/manual/index.html http://lamp.test:8080/manual/oil.html
      http://lamp.test:8080/manual/wick.html http://lamp.test:8080/manual/fog-horn.html
      http://lamp.test:8080/manual/coast/north.html http://lamp.test:8080/cgi-bin/tide?place=north&day=1
      http://lamp.test:8080/manual/~anna/log.html http://lamp.test:8080/archive/1997/ http://lamp.test:8080/manual/weather.html
      http://lamp.test:8080/manual/ http://lamp.test:8080/manual/space%20in%20name.html`,
  },
  'framework.html': {
    url: 'https://buch.test/liste?seite=1',
    title: 'Bücher – Übersicht',
    links: `https://buch.test/marke https://buch.test/start https://buch.test/beschreibung
      https://buch.test/buch/1?ref=liste&pos=1 https://buch.test/buch/2 https://bilder.test/gross https://buch.test/liste?seite=2
      https://buch.test/liste?seite=3 https://buch.test/gr%C3%B6%C3%9Fe/%C3%A4?q=%C3%BC https://buch.test/umbruch
      https://buch.test/mtext https://buch.test/kleiner https://buch.test/ende https://buch.test/danach`,
  },
};

for (const [file, { url, title, links }] of Object.entries(pages)) {
  const html = readFileSync(new URL(`fixtures/${file}`, import.meta.url), 'utf8');

  test(`${file}: what a person reads in it`, () => {
    const page = parseHtml(html, url);
    assert.equal(page.title, title);
    assert.deepEqual(
      page.links.map((link) => link.url),
      links.split(/\s+/),
    );
  });

  test(`${file}: the same as parse5 reads`, () => {
    const { links, title, base } = parseHtml(html, url);
    assert.deepEqual({ links, title, base }, oraclePage(html, url));
  });
}

test('framework.html: directives, canonical and language', () => {
  const html = readFileSync(new URL('fixtures/framework.html', import.meta.url), 'utf8');
  const { robots, canonical, language } = parseHtml(html, 'https://buch.test/liste?seite=1');
  assert.deepEqual(robots, { noindex: false, nofollow: true });
  assert.equal(canonical, 'https://buch.test/liste?seite=1');
  assert.equal(language, 'de-AT');
});
