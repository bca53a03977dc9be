import { createLogger, privateFiles, untilSignal } from '@trunkline/service';
import { openApi } from './api.ts';
import { readConfig } from './config.ts';

privateFiles();
const config = readConfig();
const log = createLogger('api', config.logLevel);

try {
  const stopped = untilSignal();
  await using api = await openApi(config, log);
  console.log(JSON.stringify({ ready: true, url: api.url }));
  log.info({ url: api.url }, 'ready');
  log.info({ signal: await stopped }, 'stopping');
} catch (error) {
  const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  if (taken)
    log.fatal(`Port ${config.port} on ${config.host} is in use. Stop what uses it, or set PORT to another.`);
  else log.fatal({ err: error }, 'could not start');
  process.exitCode = 1;
}
