#!/usr/bin/env bash
# Protego 0.7.0 (Scrapy's robots.txt parser): the rules of a group hold for every crawler whose name begins with the group's, however short that
# is: `User-agent: T` is a group of TestBot, whose rules then replace those of `*`. And a version in robots.txt takes the group away from the
# crawler it names: with `User-agent: TestBot/2.0` TestBot/1.0 follows `*`. RFC 9309 section 2.2.1 compares whole product tokens.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
python3 -m venv v && v/bin/pip install --quiet --disable-pip-version-check protego==0.7.0
seen=$(v/bin/python - <<'PY'
from protego import Protego
for group in ['T', 'TestBot', 'TestBotNews', 'TestBot/2.0']:
    rules = Protego.parse(f'User-agent: {group}\nDisallow: /a\n\nUser-agent: *\nDisallow: /b\n')
    print(group, *[path for path in ['/a', '/b'] if rules.can_fetch('http://site.test' + path, 'TestBot/1.0')])
PY
)
echo "$seen"
[ "$seen" = "T /b
TestBot /b
TestBotNews /a
TestBot/2.0 /a" ] || { echo 'CHANGED'; exit 1; }
echo 'as found: group T binds TestBot, group TestBot/2.0 does not'
