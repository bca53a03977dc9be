import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readLinkHeaders } from './link-header.ts';

test('Link headers name targets and relations (RFC 8288)', () => {
  const rules: [header: string, links: [target: string, rels: string][]][] = [
    ['</2>; rel=next', [['/2', 'next']]],
    ['</2>; rel="next"', [['/2', 'next']]],
    ['<http://b.test/a,b;c>; rel="Alternate NEXT"; hreflang=de', [['http://b.test/a,b;c', 'alternate next']]],
    [
      '</1>; rel=prev, </3>;rel="next"',
      [
        ['/1', 'prev'],
        ['/3', 'next'],
      ],
    ],
    ['</2>; title="a, <b>; rel=x"; rel=next', [['/2', 'next']]],
    ['</2>; title="a \\" , </9>; rel=x"; rel=next', [['/2', 'next']]],
    ['</2>; rel=next; rel=prev', [['/2', 'next']]],
    ['</2> ;  REL = next ', [['/2', 'next']]],
    ['</2>; rel=next; anchor="/other"', []],
    ['</2>', []],
    ['</2; rel=next', []],
    ['nonsense, </2>; rel=next', [['/2', 'next']]],
    ['</2>; rel="next', [['/2', 'next']]],
    ['', []],
  ];
  for (const [header, links] of rules)
    assert.deepEqual(
      readLinkHeaders([header]).map(({ target, rels }) => [target, rels.join(' ')]),
      links,
      header,
    );
  assert.equal(readLinkHeaders(['</a>; rel=next', '</b>; rel=next']).length, 2);
  assert.equal(readLinkHeaders([`${'<;'.repeat(100_000)}>`, `<a>${';'.repeat(100_000)}`]).length, 0);
});
