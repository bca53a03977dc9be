#!/usr/bin/env bash
# robots-parser 3.0.1 (npm; Crawlee reads robots.txt with it) compares rules and paths without decoding escaped unreserved characters:
# `Disallow: /bar/%62%61%7A` does not close /bar/baz, nor `Disallow: /~joe` /%7Ejoe. RFC 9309 section 2.2.2 has the first of these as an
# example of what must match. A site that writes its rules with another escaping than its links is crawled where it forbade it.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund robots-parser@3.0.1
seen=$(node -e "
const robots = require('robots-parser')('http://site.test/robots.txt', 'User-agent: *\nDisallow: /bar/%62%61%7A\nDisallow: /~joe\n');
for (const path of ['/bar/baz', '/bar/%62%61%7A', '/%7Ejoe', '/~joe']) console.log(path, robots.isAllowed('http://site.test' + path, 'any'));")
echo "$seen"
[ "$seen" = "/bar/baz true
/bar/%62%61%7A false
/%7Ejoe true
/~joe false" ] || { echo 'CHANGED'; exit 1; }
echo 'as found: two of four are allowed that the rules forbid'
