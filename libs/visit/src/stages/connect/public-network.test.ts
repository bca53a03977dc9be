import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { without } from '@trunkline/test-support';

test('a public origin leads nobody inside: redirects of robots.txt, pages and sitemaps to private addresses are not connected to', {
  skip: without('unshare', 'ip'),
}, (t) => {
  const fixture = new URL('./public-network.fixture.ts', import.meta.url).pathname;
  if (spawnSync('unshare', ['-n', 'ip', 'link', 'set', 'lo', 'up']).status !== 0)
    return t.skip('network namespaces need root, and a machine that lets it make them');
  const { stdout, stderr } = spawnSync('unshare', ['-n', process.execPath, fixture], { encoding: 'utf8' });
  assert.notEqual(stdout, '', stderr);
  const { inside, asked, targets, outcomes } = JSON.parse(stdout) as Record<string, number> & {
    outcomes: string[];
  };
  assert.equal(inside, 0, 'connections that private addresses saw');
  assert.equal(asked, 2 * targets!, 'the origin itself was asked for each robots.txt and page');
  // Where nothing can be asked for there is nothing to wait for: see fetchRobotsOf.
  assert.deepEqual(outcomes, ['robots allowAll', 'page redirected', 'target address', 'sitemap address']);
});
