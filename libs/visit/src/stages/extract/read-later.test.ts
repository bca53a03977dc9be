import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Location } from '@trunkline/archive';
import { html, rawOrigin, respond } from '../../testing/raw-origin.ts';
import { claimOf, configOf, visitsFor } from '../../testing/visits-for-tests.ts';

const LINKS = 20_000;
/** More than is read beside other visits; its title stands at the beginning, and its last link at the end. */
const page = `<html lang="de"><title>Many</title>${Array.from({ length: LINKS }, (_, n) => `<p>${'x'.repeat(60)}<a href="/${n}">${n}</a>`).join('')}`;

const together = 8;
const all = { limits: { newLinks: LINKS } };

test('of large documents that come together the first is read and the rest is stored, with all links to be had from there', async (t) => {
  const origin = await rawOrigin(t, (socket) => void socket.write(html(page)));
  const { visit, visits, kept } = visitsFor(t, { readLater: true });
  const results = await Promise.all(
    Array.from({ length: together }, (_, n) => visit(`${origin.url}/page/${n}`, all)),
  );
  const later = results.filter(({ unread }) => unread);
  assert.ok(
    later.length > 0 && later.length < together,
    `${later.length} of ${together} were to be read later`,
  );
  for (const { record, discovered, unread } of results) {
    assert.deepEqual(
      [record.outcome.kind, record.capture?.title, record.capture?.language],
      ['fetched', 'Many', 'de'],
    );
    assert.equal(record.capture?.bytes, page.length);
    if (!unread) {
      assert.equal(discovered.length, LINKS);
      continue;
    }
    assert.ok(discovered.length > 0 && discovered.length < LINKS);
    const { url, at, head, body } = kept[(unread as Location).offset]!;
    const stored = { url, at, status: head.status, headers: head.headers, body };
    const links = await visits.reread(stored, claimOf(url), configOf(all));
    assert.deepEqual(links.slice(0, discovered.length), discovered);
    assert.equal(links.length, LINKS);
  }
});

test('a large document that is not kept is read at once, however many wait', async (t) => {
  const head = { 'content-type': 'text/html', 'x-robots-tag': 'noindex' };
  const origin = await rawOrigin(t, (socket) => void socket.write(respond('200 OK', head, page)));
  const { visit, kept } = visitsFor(t, { readLater: true });
  const results = await Promise.all(
    Array.from({ length: together }, (_, n) =>
      visit(`${origin.url}/page/${n}`, { ...all, robots: { obey: false, obeyNoindex: true } }),
    ),
  );
  for (const { discovered, unread } of results)
    assert.deepEqual([discovered.length, unread], [LINKS, undefined]);
  assert.equal(kept.length, 0);
});
