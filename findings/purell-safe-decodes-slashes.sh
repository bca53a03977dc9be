#!/usr/bin/env bash
# PuerkitoBio/purell v1.2.1: FlagsSafe, its set of normalizations for keeping what an address means, turns the escaped slash %2F of a path into a slash, so /file/a%2Fb and
# /file/a/b, two resources to RFC 3986 (section 2.2) and to most servers, become one address.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
go mod init look >/dev/null 2>&1
go get github.com/PuerkitoBio/purell@v1.2.1 >/dev/null 2>&1
cat > main.go <<'GO'
package main

import (
	"fmt"

	"github.com/PuerkitoBio/purell"
)

func main() {
	for _, address := range []string{"http://site.test/file/a%2Fb", "http://site.test/file/a%3Fb"} {
		safe, err := purell.NormalizeURLString(address, purell.FlagsSafe)
		fmt.Println(address, safe, err)
	}
}
GO
seen=$(go run . 2>&1)
echo "$seen"
[ "$seen" = "http://site.test/file/a%2Fb http://site.test/file/a/b <nil>
http://site.test/file/a%3Fb http://site.test/file/a%3Fb <nil>" ] || { echo 'CHANGED'; exit 1; }
echo 'as found'
