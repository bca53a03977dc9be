#!/usr/bin/env bash
# w3lib 2.5.0, canonicalize_url, by which Scrapy tells requests apart: the default port stays, so http://site.test:80/ and http://site.test/ are two pages
# and both are fetched (the name is put in lower case, and `?a` becomes `?a=`, which some servers answer differently).
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
python3 -m venv v && v/bin/pip install --quiet --disable-pip-version-check w3lib==2.5.0 scrapy==2.13.3
seen=$(v/bin/python - <<'PY'
from w3lib.url import canonicalize_url
from scrapy import Request
from scrapy.utils.request import fingerprint
for one, other in [('http://SITE.test:80/', 'http://site.test/'), ('https://site.test:443/', 'https://site.test/'), ('http://site.test/?a', 'http://site.test/?a=')]:
    same = fingerprint(Request(one)) == fingerprint(Request(other))
    print(one, canonicalize_url(one), 'one request with' if same else 'another request than', other)
PY
)
echo "$seen"
[ "$seen" = "http://SITE.test:80/ http://site.test:80/ another request than http://site.test/
https://site.test:443/ https://site.test:443/ another request than https://site.test/
http://site.test/?a http://site.test/?a= one request with http://site.test/?a=" ] || { echo 'CHANGED'; exit 1; }
echo 'as found'
