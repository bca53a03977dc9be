#!/usr/bin/env bash
# temoto/robotstxt v1.1.2, which Colly v2.3.0 reads robots.txt with: one Crawl-delay whose value is no number (`1,5`, `ten`), in whatever group,
# is an error of the whole file, where RFC 9309 (section 2.2.4) has records it does not know passed over. Colly then visits no page of the site, also
# those that every rule allows, and says only that a number could not be parsed.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
go mod init look >/dev/null 2>&1
go get github.com/gocolly/colly/v2@v2.3.0 github.com/temoto/robotstxt@v1.1.2 >/dev/null 2>&1
cat > main.go <<'GO'
package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/gocolly/colly/v2"
)

func main() {
	for _, robots := range []string{
		"User-agent: otherbot\nCrawl-delay: 1.5\n\nUser-agent: *\nDisallow: /private\n",
		"User-agent: otherbot\nCrawl-delay: 1,5\n\nUser-agent: *\nDisallow: /private\n",
	} {
		site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/robots.txt" {
				fmt.Fprint(w, robots)
			} else {
				fmt.Fprint(w, "<title>page</title>")
			}
		}))
		crawler := colly.NewCollector()
		crawler.IgnoreRobotsTxt = false
		pages := 0
		crawler.OnResponse(func(*colly.Response) { pages++ })
		err := crawler.Visit(site.URL + "/open")
		fmt.Printf("%d pages, error %v\n", pages, err != nil)
		site.Close()
	}
}
GO
go mod tidy >/dev/null 2>&1
seen=$(go run . 2>&1)
echo "$seen"
[ "$seen" = "1 pages, error false
0 pages, error true" ] || { echo 'CHANGED'; exit 1; }
echo 'as found: a comma in the group of another crawler closes the site'
