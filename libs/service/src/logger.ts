import { pino } from 'pino';

export type Logger = import('pino').Logger;

/** JSON lines on stderr; keys, cookies and credentials are never written. */
export function createLogger(service: string, level = 'info'): Logger {
  return pino(
    {
      level,
      base: { service, pid: process.pid },
      redact: { paths: ['authorization', 'headers.authorization', 'headers.cookie', 'apiKey', '*.password'] },
    },
    pino.destination({ fd: 2, sync: true }),
  );
}
