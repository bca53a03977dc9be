#!/usr/bin/env bash
# A robots.txt that names TestBot with nothing but a Crawl-delay, and then everybody (`*`) with a Disallow. To crawler-commons 1.5 (Maven; StormCrawler and
# Nutch read robots.txt with it) Crawl-delay is no rule, so the two user-agent lines begin ONE group: TestBot must keep out. To robots-parser 3.0.1 (npm)
# and Protego 0.7.0 (PyPI) they are two groups: TestBot may go everywhere. Here the second `*` group is the usual way to close an area for all others.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
printf 'User-agent: testbot\nCrawl-delay: 5\n\nUser-agent: *\nDisallow: /b\n' > robots.txt
cat > pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>look</groupId><artifactId>look</artifactId><version>1</version>
<dependencies><dependency><groupId>com.github.crawler-commons</groupId><artifactId>crawler-commons</artifactId><version>1.5</version></dependency></dependencies></project>
XML
mvn -q dependency:build-classpath -Dmdep.outputFile=classpath >/dev/null
cat > Look.java <<'JAVA'
import crawlercommons.robots.SimpleRobotRulesParser;
import java.nio.file.*;
import java.util.List;
public class Look {
  public static void main(String[] args) throws Exception {
    var rules = new SimpleRobotRulesParser().parseContent("http://site.test/robots.txt", Files.readAllBytes(Path.of("robots.txt")), "text/plain", List.of("testbot"));
    System.out.println("crawler-commons " + rules.isAllowed("http://site.test/b") + " delay " + rules.getCrawlDelay());
  }
}
JAVA
npm init -y >/dev/null && npm install --silent --no-audit --no-fund robots-parser@3.0.1
python3 -m venv v && v/bin/pip install --quiet --disable-pip-version-check protego==0.7.0
seen=$(java -cp "$(cat classpath)" Look.java 2>/dev/null
node -e "const r = require('robots-parser')('http://site.test/robots.txt', require('fs').readFileSync('robots.txt', 'utf8')); console.log('robots-parser', r.isAllowed('http://site.test/b', 'testbot'), 'delay', r.getCrawlDelay('testbot'))"
v/bin/python -c "
from protego import Protego
r = Protego.parse(open('robots.txt').read()); print('protego', r.can_fetch('http://site.test/b', 'testbot'), 'delay', r.crawl_delay('testbot'))")
echo "$seen"
[ "$seen" = "crawler-commons false delay 5000
robots-parser true delay 5
protego True delay 5.0" ] || { echo 'CHANGED'; exit 1; }
echo 'as found'
