// The first thing `npm start`, `npm test`, `npm run dev` and `npm run bench` run; `install` alone does only that. Works on Node 20 without
// any dependency: installs them when the lockfile has changed, then goes on with Node 24 in src/main.ts.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statfsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const modules = join(root, 'node_modules');
const node = join(modules, '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
const stamp = join(modules, '.trunkline-installed');

const [major = 0] = process.versions.node.split('.').map(Number);
if (major < 20) fail(`Trunkline needs Node.js 20 or newer to install itself; this is ${process.version}.`);

const lock = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');
const installed = existsSync(stamp) && existsSync(node) && readFileSync(stamp, 'utf8') === lock;
if (!installed) await install();

const [command, ...rest] = process.argv.slice(2);
if (command === 'install') process.exit(0);
// What node made of the sources is kept for all processes started from here: a third of their time to start.
const NODE_COMPILE_CACHE = process.env.NODE_COMPILE_CACHE ?? join(modules, '.cache/node');
const main = spawn(node, [join(root, 'infra/local/src/main.ts'), command, ...rest], {
  cwd: root,
  env: { ...process.env, NODE_COMPILE_CACHE },
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => main.kill(signal));
if (process.env.npm_lifecycle_event) stopWithNpm(process.ppid);
main.on('error', (error) => fail(`Could not run ${node}: ${error.message}`));
main.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));

/** npm that is killed with -9 tells nobody; its child is handed to another parent, and stops. It is asked once: twice is at once. */
function stopWithNpm(parent) {
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    main.kill('SIGTERM');
  }, 500).unref();
}

async function install() {
  const started = Date.now();
  const free = freeBytes();
  console.log('Installing dependencies from package-lock.json (once; about a minute) …');
  const ticker = setInterval(() => {
    const seconds = Math.round((Date.now() - started) / 1000);
    const megabytes = Math.max(0, Math.round((free - freeBytes()) / 1e6));
    console.log(`  ${seconds} s · ${megabytes} MB unpacked`);
  }, 5000);
  const code = await run('npm', ['ci', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error']);
  clearInterval(ticker);
  if (code !== 0)
    fail(`npm ci ended with code ${code}. Its messages above say why; run the command again afterwards.`);
  if (!existsSync(node)) {
    // npm ≥ 12 runs no install scripts unless allowed; the `node` package needs its own once.
    await run(process.execPath, ['installArchSpecificPackage.js'], join(modules, 'node'));
    if (!existsSync(node)) fail('The npm package `node` did not install its binary: run `npm rebuild node`.');
  }
  writeFileSync(stamp, lock);
  console.log(`  done in ${Math.round((Date.now() - started) / 1000)} s`);
}

/** Free space shrinks as packages are unpacked: the cheapest sign of life there is. */
function freeBytes() {
  const { bavail, bsize } = statfsSync(root);
  return bavail * bsize;
}

function run(command, args, cwd = root) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      stdio: ['ignore', 'inherit', 'inherit'],
      shell: process.platform === 'win32',
    });
    child.on('error', (error) => fail(`Could not run ${command}: ${error.message}`));
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
