import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { test } from 'node:test';
import { crawlSummary, hosts, html, to } from '../../testing/hosts.ts';

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

/** Redirects, with a cookie, whoever brings none. */
const wall =
  (target: string, page: Answer): Answer =>
  (response, request) => {
    if (/(?:^|; )seen=1/.test(request.headers.cookie ?? '')) return page(response, request);
    response.setHeader('Set-Cookie', 'seen=1; Path=/');
    to(target, 302)(response, request);
  };

test('a page that sets a cookie and redirects, to itself or away and back, is had with it, whatever the retries', async (t) => {
  const origin = await hosts(t, (at) => ({
    self: {
      '/': wall(at('self'), html('<a href="/in">in</a>')),
      '/in': wall(at('self', '/in'), html('in')),
    },
    away: {
      '/': wall(at('away', '/?check'), html('<a href="/in">in</a>')),
      '/?check': to(at('away'), 302),
      '/in': html('in'),
    },
  }));
  assert.equal((await crawlSummary([origin.at('self')])).pages, 2);
  assert.equal((await crawlSummary([origin.at('away')])).pages, 2);
});

test('a cookie that a page renews as it redirects to itself is brought anew', async (t) => {
  const renewing =
    (value: string, target: string, page: Answer): Answer =>
    (response, request) => {
      if (request.headers.cookie === `session=${value}`) return page(response, request);
      response.setHeader('Set-Cookie', `session=${value}; Path=/`);
      to(target, 302)(response, request);
    };
  let count = 0;
  const origin = await hosts(t, (at) => ({
    self: {
      '/': renewing('one', at('self'), html('<a href="/in">in</a>')),
      '/in': renewing('two', at('self', '/in'), html('in')),
    },
    each: { '/': (response, request) => renewing(`${count++}`, at('each'), html('in'))(response, request) },
  }));
  assert.equal((await crawlSummary([origin.at('self')])).pages, 2);
  const loop = await crawlSummary([origin.at('each')]);
  assert.deepEqual([loop.pages, loop.notCrawled[0]!.why], [0, 'REDIRECT_LOOP']);
  assert.equal(origin.asked.filter((one) => one === 'each /').length, 4);
});

test('cookies go to no other host and are ignored where that is asked for; a loop stays one', async (t) => {
  const brought: string[] = [];
  const page =
    (body: string): Answer =>
    (response, request) => {
      brought.push(`${(request.headers.host ?? '').split('.')[0]} ${request.headers.cookie ?? '-'}`);
      html(body, { 'Set-Cookie': 'secret=1; Path=/' })(response, request);
    };
  let count = 0;
  const origin = await hosts(t, (at) => ({
    one: { '/': page(`<a href="/b">b</a><a href="${at('two')}">t</a>`), '/b': page('b') },
    two: { '/': page('t') },
    loop: {
      '/': to(at('loop'), 302),
      '/each': (response, request) => {
        response.setHeader('Set-Cookie', `c${count++}=1; Path=/`);
        to(at('loop', '/each'), 302)(response, request);
      },
    },
    self: { '/': wall(at('self'), html('in')) },
  }));
  await crawlSummary([origin.at('one'), origin.at('two')]);
  assert.deepEqual(brought.toSorted(), ['one -', 'one secret=1', 'two -']);
  brought.length = 0;
  await crawlSummary([origin.at('one'), '--no-cookies']);
  assert.deepEqual(brought, ['one -', 'one -']);
  const off = await crawlSummary([origin.at('self'), '--no-cookies']);
  assert.deepEqual([off.pages, off.exitCode, off.notCrawled[0]!.why], [0, 1, 'REDIRECT_LOOP']);
  for (const path of ['/', '/each']) {
    const loop = await crawlSummary([origin.at('loop', path)]);
    assert.deepEqual([loop.pages, loop.notCrawled[0]!.why], [0, 'REDIRECT_LOOP'], path);
  }
  assert.equal(origin.asked.filter((one) => one === 'loop /each').length, 4);
});
