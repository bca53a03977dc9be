#!/usr/bin/env bash
# undici 8.12.4, interceptors.retry: a Retry-After that is longer than `maxTimeout` is cut to it, not obeyed and not given up. With the
# default of 30 s a server that asks for an hour is asked again after half a minute. Seen with 3 s asked for and a maxTimeout of 1 s
# (without it the 3 s are kept).
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund undici@8.12.4 node@24.21.0 --foreground-scripts=false
[ -x node_modules/.bin/node ] || (cd node_modules/node && node installArchSpecificPackage.js >/dev/null)
cat > look.mjs <<'JS'
import { createServer } from 'node:http';
import { Agent, interceptors, request } from 'undici';
const times = [];
const server = createServer((_, response) => {
  times.push(performance.now());
  if (times.length === 1) response.writeHead(429, { 'retry-after': '3' }).end();
  else response.end('ok');
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const url = `http://127.0.0.1:${server.address().port}/`;
for (const options of [{}, { maxTimeout: 1000 }]) {
  times.length = 0;
  const dispatcher = new Agent().compose(interceptors.retry(options));
  const { statusCode, body } = await request(url, { dispatcher });
  await body.dump();
  console.log(JSON.stringify(options), statusCode, `asked again after ${Math.round((times[1] - times[0]) / 1000)} s`);
  await dispatcher.close();
}
server.close();
JS
seen=$(node_modules/.bin/node look.mjs)
echo "$seen"
[ "$seen" = '{} 200 asked again after 3 s
{"maxTimeout":1000} 200 asked again after 1 s' ] || { echo 'CHANGED'; exit 1; }
echo 'as found: asked again 2 s before the server wished'
