#!/usr/bin/env bash
# @datadog/sketches-js 2.1.1 (npm): a DDSketch is made, filled and asked by the package as it is installed; toProto(), by which it is
# sent on, requires `protobufjs/minimal`, though the package names no dependency, peer or optional one. Whoever has protobufjs by chance,
# hoisted from elsewhere, notices nothing until that goes. Alone: MODULE_NOT_FOUND at the first toProto(); with protobufjs beside it: bytes.
set -euo pipefail
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT
npm init -y >/dev/null
npm install --no-audit --no-fund --save-exact @datadog/sketches-js@2.1.1 >/dev/null

cat >look.cjs <<'JS'
const { DDSketch } = require('@datadog/sketches-js');
const named = require('./node_modules/@datadog/sketches-js/package.json');
const sketch = new DDSketch({ relativeAccuracy: 0.02 });
for (let i = 1; i <= 100; i++) sketch.accept(i);
let told;
try {
  told = `${sketch.toProto().length > 0 ? 'bytes' : 'none'}`;
} catch (error) {
  told = `${error.code} ${/'([^']+)'/.exec(error.message)?.[1]}`;
}
const asked = { ...named.dependencies, ...named.peerDependencies, ...named.optionalDependencies };
console.log(`median within 2 %: ${Math.abs(sketch.getValueAtQuantile(0.5) / 50 - 1) <= 0.03}; dependencies named: ${Object.keys(asked).length}; toProto: ${told}`);
JS
alone=$(node look.cjs)
npm install --no-audit --no-fund --save-exact protobufjs@7.5.4 >/dev/null 2>&1
beside=$(node look.cjs)
echo "alone:               $alone"
echo "beside protobufjs:   $beside"
[ "$alone" = "median within 2 %: true; dependencies named: 0; toProto: MODULE_NOT_FOUND protobufjs/minimal" ]
[ "$beside" = "median within 2 %: true; dependencies named: 0; toProto: bytes" ]
