import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { computedType, documentKind, mayBeDocument, mediaTypeOf } from './index.ts';

const headersOf = (values: string[], more: [string, string][] = []) => [
  ...values.map((value): [string, string] => ['Content-type', value]),
  ...more,
];

test('of several media types the last that can be read counts, with the charset of one alike before it', () => {
  const html = 'text/html';
  const rules: [values: string[], essence: string | null, charset: string | null][] = [
    [['text/html'], html, null],
    [['TEXT/HTML ;CHARSET="utf-8"'], html, 'utf-8'],
    [['text/html, text/html; charset=utf-8'], html, 'utf-8'],
    [['text/html; charset=utf-8, text/html'], html, 'utf-8'],
    [['text/html; charset=utf-8, text/plain'], 'text/plain', null],
    [['text/plain, text/html; charset=utf-8'], html, 'utf-8'],
    [['text/html,charset=utf-8'], html, null],
    [['text/html; charset=utf-8, */*'], html, 'utf-8'],
    [['text/html; x=",text/plain;charset=utf-8'], html, null],
    [['text/html; x="\\",", text/plain'], 'text/plain', null],
    [['text/html;charset=utf-8;charset=koi8-r'], html, 'utf-8'],
    [['text/html;; charset=utf-8'], html, 'utf-8'],
    [['text/html; charset="utf-8'], html, 'utf-8'],
    [['text/html; charset = utf-8'], html, null],
    [['application/octet-stream', 'text/html'], html, null],
    [['text/html; charset=koi8-r', 'text/html; charset=utf-8'], html, 'utf-8'],
    [['text/html; charset=shift_jis', 'text/html'], html, 'shift_jis'],
    [['text/plain', 'text/html; charset=utf-8'], html, 'utf-8'],
    [['', 'text/html'], html, null],
    ...[
      '',
      '*/*',
      'html',
      'text',
      'charset=utf-8',
      ';charset=utf-8',
      'text/html charset=utf-8',
      'text /html',
      'text/html/x',
      'unknown/unknown',
      'application/unknown',
    ].map((value): [string[], null, null] => [[value], null, null]),
    [[], null, null],
  ];
  for (const [values, essence, charset] of rules) {
    const found = mediaTypeOf(headersOf(values));
    assert.deepEqual([found.essence, found.charset], [essence, charset], values.join(' | '));
    assert.deepEqual(mediaTypeOf(headersOf(values)), found);
  }
});

const link = '<a href="/two">x</a>';
const xhtml = '<html xmlns="http://www.w3.org/1999/xhtml"><body/></html>';

test('a body without a type is what it begins with, as browsers have it', () => {
  const rules: [body: string, type: string, kind: string | null][] = [
    [`  \n\t<html>${link}`, 'text/html', 'html'],
    [`\f\r<!doctype html>${link}`, 'text/html', 'html'],
    [`<!-- c\n > -->${link}`, 'text/html', 'html'],
    [link, 'text/html', 'html'],
    ...[
      'b',
      'br',
      'p',
      'h1 ',
      'div',
      'table ',
      'style',
      'font ',
      'script ',
      'iframe ',
      'head',
      'body',
      'title',
    ].map((name): [string, string, string] => [`<${name}>${link}`, 'text/html', 'html']),
    ...['text ', '<svg>', '<h2>', '<span>', '<htmlx>', '<meta charset=utf-8>'].map(
      (start): [string, string, null] => [start + link, 'text/plain', null],
    ),
    [`<?xml version="1.0"?>${xhtml}`, 'text/xml', 'xhtml'],
    ['<?xml version="1.0"?><feed/>', 'text/xml', null],
    ['%PDF-1.7', 'application/pdf', null],
    ['a\0\x01b', 'application/octet-stream', null],
    ['words', 'text/plain', null],
  ];
  for (const header of [[], ['*/*'], ['html'], ['application/unknown'], ['text/html charset=utf-8']]) {
    const media = mediaTypeOf(headersOf(header));
    assert.ok(mayBeDocument(media));
    for (const [body, type, kind] of rules) {
      const bytes = Buffer.from(body, 'latin1');
      assert.deepEqual([computedType(media, bytes), documentKind(media, bytes)], [type, kind], body);
    }
  }
  const bom = Buffer.from(`\ufeff<html>${link}`);
  assert.equal(documentKind(mediaTypeOf([]), bom), 'html');
});

test('nosniff makes no page of a body without a type', () => {
  for (const value of ['nosniff', 'NoSniff', ' nosniff , x']) {
    const media = mediaTypeOf([['X-Content-Type-Options', value]]);
    assert.deepEqual(
      [computedType(media, Buffer.from(link)), documentKind(media, Buffer.from(link))],
      ['text/plain', null],
    );
  }
  const typed = mediaTypeOf(headersOf(['text/html'], [['x-content-type-options', 'nosniff']]));
  assert.equal(documentKind(typed, Buffer.from('words')), 'html');
});

test('the type that is said holds, but for text/plain as servers say it of anything', () => {
  const binary = gzipSync('x');
  const rules: [header: string, body: string | Buffer, type: string][] = [
    ['text/plain', link, 'text/plain'],
    ['text/plain', binary, 'application/octet-stream'],
    ['text/plain; charset=UTF-8', binary, 'application/octet-stream'],
    ['text/plain;charset=UTF-8', binary, 'text/plain'],
    ['text/html', binary, 'text/html'],
    ['text/html', '<?xml version="1.0"?><rss/>', 'text/html'],
    ['application/json', link, 'application/json'],
  ];
  for (const [header, body, type] of rules)
    assert.equal(computedType(mediaTypeOf(headersOf([header])), Buffer.from(body)), type, header);
});

test('XML is a page where its root is one of XHTML', () => {
  for (const type of ['text/xml', 'application/xml']) {
    const kind = (body: string) => documentKind(mediaTypeOf(headersOf([type])), Buffer.from(body));
    assert.equal(kind(`<?xml version="1.0"?><!DOCTYPE html>\n<!-- c -->${xhtml}`), 'xhtml');
    assert.equal(kind('<h:html xmlns:h="http://www.w3.org/1999/xhtml"/>'), 'xhtml');
    assert.equal(kind('<html/>'), null);
    assert.equal(kind('<feed xmlns="http://www.w3.org/2005/Atom"/>'), null);
  }
  assert.equal(
    documentKind(mediaTypeOf(headersOf(['application/xhtml+xml'])), Buffer.from('<html/>')),
    'xhtml',
  );
  assert.equal(documentKind(mediaTypeOf(headersOf(['application/rss+xml'])), Buffer.from(xhtml)), null);
});
