import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mainText } from './main-text.ts';
import { parseHtml } from './parse-html.ts';
import { readDocument } from './read-document.ts';

const document = (head: string, body: string) =>
  `<!DOCTYPE html PUBLIC "x" "y"><html xmlns="http://www.w3.org/1999/xhtml"><head>${head}</head><body>${body}<a href="/last">x</a></body></html>`;

function read(head: string, body = '') {
  const source = { url: 'http://a.test/', kind: 'xhtml', charset: null } as const;
  const page = readDocument(Buffer.from(document(head, body)), source);
  return { title: page.title, links: page.links.map(({ url }) => url.slice('http://a.test'.length)) };
}

test('an empty element ends where it says, in XHTML and not in HTML', () => {
  for (const name of [
    'script',
    'title',
    'style',
    'textarea',
    'iframe',
    'noscript',
    'xmp',
    'plaintext',
    'template',
  ]) {
    assert.deepEqual(read(`<${name}/>`).links, ['/last'], name);
    assert.deepEqual(read('', `<${name} />`).links, ['/last'], name);
  }
  assert.deepEqual(parseHtml(document('<script/>', ''), 'http://a.test/').links, []);
});

test('what is markup in XML is markup, and what is none is none: the links are those that Chromium has', () => {
  const rules: [body: string, links: string[]][] = [
    ['<![CDATA[ <a href="/cdata">n</a> ]]>', []],
    ['<!-- > <a href="/c">n</a> -->', []],
    ['<!--><a href="/c">n</a> -->', []],
    ['<?pi <a href="/pi">n</a> ?>', []],
    ['<script>"<a href="/s"/>"</script>', ['/s']],
    ['<script><![CDATA[ "</script><a href=/s>" ]]></script>', []],
    ['<textarea><a href="/t">t</a></textarea>', ['/t']],
    ['<noscript><a href="/ns">x</a></noscript>', ['/ns']],
    ['<template><a href="/tpl">x</a></template>', []],
    ['<A HREF="/up">u</A>', []],
    ['<h:a xmlns:h="http://www.w3.org/1999/xhtml" href="/p">p</h:a>', ['/p']],
    ['<h:a xmlns:h="http://example.org/" href="/p">p</h:a>', []],
    ['<a href="/q?a=1&amp;b=2">q</a>', ['/q?a=1&b=2']],
    ['<svg xmlns="http://www.w3.org/2000/svg"><a href="/svg"/></svg>', ['/svg']],
  ];
  for (const [body, links] of rules) assert.deepEqual(read('', body).links, [...links, '/last'], body);
});

test('the title of XHTML is the text of its first title', () => {
  assert.equal(read('<title>a &amp; b</title>').title, 'a & b');
  assert.equal(read('<title/>').title, null);
  assert.equal(read('<title>a <![CDATA[<b>]]></title>').title, 'a <b>');
});

test('the text of XHTML goes on behind an empty script', () => {
  const body =
    '<script src="a.js"/><p>words <![CDATA[<kept>]]></p><script>not <![CDATA[ </script> ]]></script><p>more</p>';
  const text = mainText(Buffer.from(document('<style/><title/>', body)), 1000, true);
  assert.equal(text, 'words <kept>\nmore\nx');
});
