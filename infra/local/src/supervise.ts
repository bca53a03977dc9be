import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, fstatSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from './config.ts';

export type Service = {
  name: string;
  script: string;
  /** What the environment of the launcher does not say. */
  defaults: Record<string, string>;
  /** What it says otherwise. */
  env: Record<string, string>;
};

export type Supervised = {
  name: string;
  /** Resolves with the fields of the service's first `ready` line. */
  ready: Promise<Record<string, unknown>>;
  /** SIGTERM, then SIGKILL after `graceMs`; resolves when the process is gone. */
  stop(graceMs: number): Promise<void>;
  /** Ends the process and starts it again without back-off: its sources changed. */
  renew(): void;
};

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 30_000;
/** A service that lived this long starts again with the shortest wait. */
const HEALTHY_MS = 60_000;

/** Keeps one service running: an end nobody asked for is said, with the last log lines, and followed by a restart. */
export function supervise(
  service: Service,
  options: { logs: string; say(line: string): void; started(name: string, pid: number): void },
): Supervised {
  mkdirSync(options.logs, { recursive: true });
  const logFile = join(options.logs, `${service.name}.log`);
  const firstReady = Promise.withResolvers<Record<string, unknown>>();
  let child: ChildProcess;
  let stopping = false;
  let renewing = false;
  let waitMs = FIRST_WAIT_MS;
  let timer: NodeJS.Timeout | undefined;
  let gone = Promise.withResolvers<void>();

  function start() {
    const startedAt = performance.now();
    gone = Promise.withResolvers();
    const log = openSync(logFile, 'a');
    const logStart = fstatSync(log).size;
    // Detached: Ctrl-C reaches the launcher alone. The channel tells the service when the launcher dies.
    child = spawn(process.execPath, [join(root, service.script)], {
      cwd: root,
      env: { ...service.defaults, ...process.env, ...service.env },
      detached: true,
      stdio: ['ignore', 'pipe', log, 'ipc'],
    });
    closeSync(log);
    child.once('spawn', () => options.started(service.name, child.pid!));
    createInterface({ input: child.stdout! }).on('line', (line) => onLine(line));
    child.once('error', (error) => options.say(`${service.name} could not be started: ${error.message}`));
    child.once('exit', (code, signal) => {
      gone.resolve();
      if (stopping) return;
      if (renewing) {
        renewing = false;
        return start();
      }
      if (performance.now() - startedAt > HEALTHY_MS) waitMs = FIRST_WAIT_MS;
      const how = signal ? `was ended by ${signal}` : `ended with code ${code}`;
      options.say(
        `${service.name} ${how}; starting it again in ${waitMs / 1000} s\n${whyItEnded(logFile, logStart)}`,
      );
      timer = setTimeout(start, waitMs);
      waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
    });
  }

  function onLine(line: string) {
    if (!line.startsWith('{"ready":true')) return options.say(`${service.name}: ${line}`);
    firstReady.resolve(JSON.parse(line) as Record<string, unknown>);
  }

  start();
  return {
    name: service.name,
    ready: firstReady.promise,
    async stop(graceMs) {
      stopping = true;
      clearTimeout(timer);
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      const kill = setTimeout(() => {
        options.say(`${service.name} did not stop within ${graceMs / 1000} s and was killed`);
        child.kill('SIGKILL');
      }, graceMs);
      await gone.promise;
      clearTimeout(kill);
    },
    renew() {
      renewing = true;
      child.kill('SIGTERM');
    },
  };
}

/** What a service wrote of its end: from the first line that names an error, else its last lines; indented. */
function whyItEnded(file: string, from: number): string {
  const lines = readFileSync(file).subarray(from).toString().trimEnd().split('\n');
  const error = lines.findIndex((line) => /^\w*Error\b|"level":(50|60)\b|^Bad environment/.test(line));
  return (error < 0 ? lines.slice(-3) : lines.slice(error, error + 3))
    .map((line) => `    ${line.slice(0, 400)}`)
    .join('\n');
}
