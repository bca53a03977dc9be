import { createServer, type ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { z } from 'zod';

/** Where health is asked for, as the environment says it; for the schema of a service. */
export const healthEnvironment = {
  /** Of its own, not HOST: whoever publishes the API does not publish its metrics. */
  TRUNKLINE_HEALTH_HOST: z.string().min(1).default('127.0.0.1'),
  TRUNKLINE_HEALTH_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
};

/** Why a process is not well: a stable code, and what happened in a sentence. */
export type Trouble = { code: string; message: string };

export type HealthParts = {
  host: string;
  /** null: nothing listens. */
  port: number | null;
  /** Why the process does not do its work and will not by waiting a little; null: it is well. */
  trouble(): Trouble | null;
  /** Why it takes no work at this moment, start and end included; null: it takes some. */
  unready(): Trouble | null | Promise<Trouble | null>;
  /** What somebody should look at though it takes work: `/readyz` says it beside that it does. */
  warnings?(): Promise<Trouble[]>;
  /** What `/metrics` says; null: there is none. */
  metrics: { read(): Promise<{ type: string; text: string }> } | null;
};

/**
 * Answers `GET /healthz` and `GET /readyz` for whoever looks after this process: 200 `{"ok":true}` (readyz: with `warnings`, if there
 * are any), or 503 `{"ok":false,"code","message"}`; and `GET /metrics` for Prometheus. No key is asked for: the port is for those who run
 * Trunkline, and tells nothing of a project but by its part in a total. A process whose event loop stands still does not answer.
 * @throws when the port cannot be had
 */
export async function startHealth({ host, port, trouble, unready, warnings, metrics }: HealthParts) {
  if (port === null) return { port: null, close: async () => {} };
  const server = createServer({ requestTimeout: 5000, keepAliveTimeout: 1 }, (request, response) => {
    const path = request.url?.split('?', 1)[0];
    const ask = path === '/healthz' ? trouble : path === '/readyz' ? unready : null;
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return say(response, 405, { code: 'BAD_REQUEST', message: 'Use GET.' });
    if (path === '/metrics' && metrics) {
      metrics.read().then(
        ({ type, text }) => response.writeHead(200, { 'content-type': type, ...noStore }).end(text),
        (fault: unknown) => say(response, 503, { code: 'UNAVAILABLE', message: String(fault) }),
      );
      return;
    }
    if (!ask) {
      const message = 'There are /healthz, /readyz and /metrics here.';
      return say(response, 404, { code: 'NOT_FOUND', message });
    }
    Promise.resolve(ask()).then(
      async (why) => {
        const said = why === null && path === '/readyz' ? await warnings?.().catch(() => []) : [];
        say(response, why ? 503 : 200, why, said);
      },
      (fault: unknown) => say(response, 503, { code: 'UNAVAILABLE', message: String(fault) }),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => {
      const what = `Port ${port} on ${host} cannot be had for health (${cause.message}).`;
      reject(new Error(`${what} Give each process its own TRUNKLINE_HEALTH_PORT.`, { cause }));
    });
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return {
    /** The one that was chosen when 0 was asked for. */
    port: typeof address === 'object' && address ? address.port : port,
    async close(): Promise<void> {
      const closed = promisify(server.close.bind(server))();
      server.closeAllConnections();
      await closed;
    },
  };
}

const noStore = { 'cache-control': 'no-store' };

function say(
  response: ServerResponse,
  status: number,
  why: Trouble | null,
  warnings: readonly Trouble[] = [],
): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...noStore });
  const well = { ok: true, ...(warnings.length > 0 && { warnings }) };
  response.end(`${JSON.stringify(why ? { ok: false, ...why } : well)}\n`);
}
