import { existsSync, readFileSync, watch, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ensureProject, migrate } from '@trunkline/database';
import { listenerOf, portIsFree } from '@trunkline/servers';
import { memorySettings, newSecretKey, untilSignal } from '@trunkline/service';
import { buildDashboard } from './build.ts';
import { type LauncherConfig, readConfig, root } from './config.ts';
import { takeFolder } from './launcher-file.ts';
import { provideStores } from './stores.ts';
import { type Supervised, supervise } from './supervise.ts';

/** Children get this long to finish what they hold; with the servers after them, all is over within 5 s. */
const GRACE_MS = 4000;

/** Runs everything on one machine until it is told to stop. */
export async function start(options: { dev: boolean }): Promise<void> {
  const config = readConfig();
  const say = (line: string) => console.log(`  ${line}`);
  console.log('Trunkline');
  await using open = new AsyncDisposableStack();
  const asked = untilSignal().then((signal) => ({ signal }));

  const folder = await takeFolder(config.files.launcher, say);
  open.defer(() => folder.release());
  await checkPort(config);
  const stores = open.adopt(await provideStores(config, say), (s) => s.stop());

  await migrate(stores.databaseUrl);
  const { key } = await ensureProject(stores.databaseUrl);
  if (key) writeFileSync(config.files.adminKey, key, { mode: 0o600 });
  const dashboard = await buildDashboard({ watch: options.dev, say });
  open.defer(() => dashboard.close());

  const env = {
    REDIS_URL: stores.redisUrl,
    DATABASE_URL: stores.databaseUrl,
    TRUNKLINE_HOME: config.home,
    PORT: String(config.port),
    HOST: config.host,
    TRUNKLINE_SECRET_KEY: config.secretKey ?? secretKeyIn(config.files.secretKey),
  };
  const workers = Array.from({ length: config.workers }, (_, i) => ({
    name: `worker-${i + 1}`,
    script: 'worker',
  }));
  const services = [
    { name: 'api', script: 'api' },
    { name: 'conductor', script: 'conductor' },
    ...workers,
  ].map(({ name, script }, at) =>
    supervise(
      {
        ...{ name, defaults: memorySettings },
        script: `services/${script}/src/main.ts`,
        env: { ...env, ...healthPort(config, at) },
      },
      { logs: config.files.logs, say, started: folder.note },
    ),
  );
  open.defer(() => stopAll(services));

  const ready = Promise.all(services.map((s) => s.ready.then(() => say(`${s.name.padEnd(10)} ready`))));
  const first = await Promise.race([asked, ready]);
  if ('signal' in first) return goodbye(first.signal);
  const url = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${config.port}`;
  writeFileSync(config.files.address, url);
  greet(config, url, key);
  if (options.dev) open.defer(renewOnChange(services, say));
  goodbye((await asked).signal);
}

/** Processes on one machine tell of their health on ports in a row: the conductor, the workers, the API. */
function healthPort({ healthPort, workers }: LauncherConfig, at: number): Record<string, string> {
  if (healthPort === null) return {};
  return { TRUNKLINE_HEALTH_PORT: String(healthPort + (at === 0 ? workers + 1 : at - 1)) };
}

/** The key under which secrets of jobs are sealed, made at the first start. Without it they cannot be opened again. */
function secretKeyIn(file: string): string {
  if (!existsSync(file)) writeFileSync(file, newSecretKey(), { mode: 0o600, flag: 'wx' });
  return readFileSync(file, 'utf8').trim();
}

async function checkPort({ port, host }: LauncherConfig): Promise<void> {
  if (await portIsFree(port, host)) return;
  const owner = listenerOf(port);
  throw new Error(
    `Port ${port} on ${host} is in use${owner ? ` by ${owner}` : ''}. Stop it, or choose another: PORT=${port + 1} npm start`,
  );
}

async function stopAll(services: Supervised[]): Promise<void> {
  await Promise.all(services.map((service) => service.stop(GRACE_MS)));
}

function greet(config: LauncherConfig, url: string, newKey: string | null): void {
  const keyFile = relative(process.cwd(), config.files.adminKey);
  const keyLine = newKey
    ? `${newKey}\n              (shown once; kept in ${keyFile}, mode 0600)`
    : existsSync(config.files.adminKey)
      ? `in ${keyFile}`
      : 'not on this machine: it was printed on the first start; `npx trunkline key reset` gives a new one';
  const asks = config.contact
    ? `Trunkline/0.1 (+${config.contact})`
    : 'Trunkline/0.1, with nobody to reach: TRUNKLINE_CONTACT=https://example.org/bot (or a mail address) npm start';
  console.log(`
  Dashboard   ${newKey ? `${url}/#key=${newKey}` : url}
  GraphQL     ${url}/graphql
  Admin key   ${keyLine}
  Logs        ${relative(process.cwd(), config.files.logs)}/
  Asks as     ${asks}

  Try         npx trunkline job create https://example.com/ --max-pages 20 --watch
  Stop        Ctrl-C
`);
}

function goodbye(signal: string): void {
  console.log(`\n  Stopping (${signal}): workers finish what they hold …`);
}

/** `npm run dev`: a change below libs/ or services/ starts the services again. */
function renewOnChange(services: Supervised[], say: (line: string) => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const watchers = ['libs', 'services'].map((folder) =>
    watch(join(root, folder), { recursive: true }, (_event, file) => {
      if (
        !file ||
        !/\.(ts|lua|sql|graphql)$/.test(file) ||
        /(^|\/)(dist|node_modules|dashboard)\//.test(file)
      )
        return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        say(`${folder}/${file} changed: starting the services again`);
        for (const service of services) service.renew();
      }, 200);
    }),
  );
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}
