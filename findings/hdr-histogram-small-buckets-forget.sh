#!/usr/bin/env bash
# hdr-histogram-js 3.0.1: with `bitBucketSize: 8` (offered to save memory) the 256th record of one value takes its count back to 0, without an error
# and while totalCount goes on: percentiles are then wrong in silence. 256 records of 7 and one of 90: the median is said to be 0.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund hdr-histogram-js@3.0.1
seen=$(node -e "
const { build } = require('hdr-histogram-js');
for (const bitBucketSize of [8, 16]) {
  const histogram = build({ bitBucketSize });
  for (let i = 0; i < 256; i++) histogram.recordValue(7);
  histogram.recordValue(90);
  console.log(bitBucketSize, 'total', histogram.totalCount, 'median', histogram.getValueAtPercentile(50));
}")
echo "$seen"
[ "$seen" = "8 total 257 median 0
16 total 257 median 7" ] || { echo 'CHANGED'; exit 1; }
echo 'as found'
