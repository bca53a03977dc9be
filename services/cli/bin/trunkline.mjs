#!/usr/bin/env node
// The `trunkline` command. Plain JavaScript, because it must also start on a system node that cannot run
// TypeScript: then it hands over to the node 24 that `npm install` put beside it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as modules from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const main = new URL('../src/main.ts', import.meta.url);
const node = installedNode(dirname(fileURLToPath(main)));
// What node made of the sources is kept beside the packages: half of a command's time to start.
const cache = node && join(dirname(node), '../../.cache/node');

if (Number(process.versions.node.split('.')[0]) >= 24) {
  if (cache && !process.env.NODE_COMPILE_CACHE) modules.enableCompileCache(cache);
  await import(main.href);
} else {
  if (!node) {
    console.error(
      `trunkline needs Node 24 or newer; this is ${process.version}.\n` +
        'Run `npm install` in the repository once: it brings its own Node 24.',
    );
    process.exit(69);
  }
  // By the channel the child learns when this process was killed with -9: whoever did that meant the command.
  const stdio = ['inherit', 'inherit', 'inherit', 'ipc'];
  const env = { NODE_COMPILE_CACHE: cache, ...process.env };
  const child = spawn(node, [fileURLToPath(main), ...process.argv.slice(2)], { env, stdio });
  // A terminal sends Ctrl-C to both processes; kill(1) only to this one. The child decides what it means.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']) {
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.on('error', (error) => {
    console.error(`trunkline: cannot start ${node}: ${error.message}`);
    process.exit(69);
  });
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}

/** The nearest node_modules/node/bin/node above a folder; undefined when the package is not installed. */
function installedNode(from) {
  for (let folder = from; ; folder = dirname(folder)) {
    const node = join(
      folder,
      'node_modules',
      'node',
      'bin',
      process.platform === 'win32' ? 'node.exe' : 'node',
    );
    if (existsSync(node)) return node;
    if (dirname(folder) === folder) return undefined;
  }
}
