#!/usr/bin/env bash
# @crawlee/core 3.18.1: requests are told apart by a uniqueKey in which a slash at the end of the path is dropped, and every query
# parameter that begins with utm_. /docs and /docs/ are one request: of two different pages (or of a page and the redirect to it found under
# another address) the second is never made, and nothing counts it as left out.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund @crawlee/core@3.18.1 @crawlee/memory-storage@3.18.1
cat > look.cjs <<'JS'
const { Request, RequestQueue, Configuration } = require('@crawlee/core');
const { MemoryStorage } = require('@crawlee/memory-storage');
const config = new Configuration({ storageClient: new MemoryStorage({ persistStorage: false }) });
(async () => {
  const queue = await RequestQueue.open('look', { config });
  for (const url of ['http://site.test/docs', 'http://site.test/docs/', 'http://site.test/?utm_page=1', 'http://site.test/?utm_page=2']) {
    const { wasAlreadyPresent } = await queue.addRequest(new Request({ url }));
    console.log(url, wasAlreadyPresent ? 'already present' : 'added');
  }
})();
JS
seen=$(node look.cjs 2>&1 | grep '^http')
echo "$seen"
[ "$seen" = 'http://site.test/docs added
http://site.test/docs/ already present
http://site.test/?utm_page=1 added
http://site.test/?utm_page=2 already present' ] || { echo 'CHANGED'; exit 1; }
echo 'as found: two of four pages are never asked for'
