import assert from 'node:assert/strict';
import { test } from 'node:test';
import { surt } from './surt.ts';

const session = '0123456789abcdefghijklemopqrstuv';

test('URLs are keyed as pywb looks them up, whether or not they need parsing', () => {
  const rules: [url: string, key: string][] = [
    ['http://example.com/', 'com,example)/'],
    ['https://www.Example.com/A/b/', 'com,example)/a/b'],
    ['http://www2.a.example.com:8080/x', 'com,example,a:8080)/x'],
    ['http://example.com:80/', 'com,example)/'],
    ['http://example.com:443/', 'com,example:443)/'],
    ['https://example.com:443/', 'com,example)/'],
    ['http://example.com:0080/', 'com,example)/'],
    ['http://example.com/?', 'com,example)/'],
    ['http://example.com/goo/?b&a', 'com,example)/goo?a&b'],
    ['http://example.com/p?b=2&a=1', 'com,example)/p?a=1&b=2'],
    ['http://example.com/p?a=2&b&a=1', 'com,example)/p?a=1&a=2&b'],
    ['http://example.com/p?a-b=1&a=1&a', 'com,example)/p?a&a=1&a-b=1'],
    ['http://example.com/p?q=/x?y', 'com,example)/p?q=/x?y'],
    ['http://example.com/%C3%A9', 'com,example)/%c3%a9'],
    ['http://example.com/é', 'com,example)/%c3%a9'],
    ['http://example.com/%7Eme/%2525', 'com,example)/~me/%25'],
    ['http://example.com/a/../b#c', 'com,example)/b'],
    ['http://example.com//a///b//', 'com,example)/a/b'],
    ['http://example.com/ab%23cd', 'com,example)/ab%23cd'],
    ['http://bücher.ch/', 'ch,xn--bcher-kva)/'],
    ['http://127.0.0.1:4000/x', '1,0,0,127:4000)/x'],
    ['http://[::1]/x', '::1)/x'],
    [`http://example.com/i.php?PHPSESSID=${session}&action=p;u=4`, 'com,example)/i.php?action=p;u=4'],
    [`http://example.com/i?one=two&jsessionid=${session}&x=y`, 'com,example)/i?one=two&x=y'],
    [`http://example.com/i?jsessionid=${session}0`, `com,example)/i?jsessionid=${session}0`],
    ['http://example.com/i?CFID=1169&CFTOKEN=486-30&dt=19_08', 'com,example)/i?dt=19_08'],
    ['http://example.com/(S(4hqa0555fwsecu455xqckv45))/mileg.aspx', 'com,example)/mileg.aspx'],
    [
      'http://visit.example.com/visit.gif?&r=http%3A//web.example.org/web/20090517/http%3A//a.com/&b=Net%205.0%20%28W%3B%20en%29&s=1',
      'com,example,visit)/visit.gif?&b=net%205.0%20(w;%20en)&r=http://web.example.org/web/20090517/http://a.com/&s=1',
    ],
    ['not a URL', 'not a url'],
  ];
  for (const [url, key] of rules) assert.equal(surt(url), key, url);
});

test('a plain URL has the key that taking it apart gives', () => {
  const urls = [
    'http://a-b.c.test:8080/x/y.html',
    'https://docs.test/a.b/~c/?x=1',
    'http://docs.test',
    'http://d.test/a;b',
  ];
  for (const url of urls) assert.equal(surt(url), surt(`${url}#fragment`), url);
});
