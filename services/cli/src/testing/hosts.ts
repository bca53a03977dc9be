import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import type { Summary } from '../local/crawl/summary.ts';
import { run } from './testing.ts';

export type Hosts = {
  port: number;
  /** `<host> <path>` of each request, in order. */
  asked: string[];
  /** The URL of a path at a host of these. */
  at(host: string, path?: string): string;
};

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

/** Hosts below `localhost` on one port: `answers` has what each answers to which path; all else is not found. */
export async function hosts(
  t: TestContext,
  answersOf: (at: Hosts['at']) => Record<string, Record<string, Answer>>,
): Promise<Hosts> {
  const asked: string[] = [];
  let answers: ReturnType<typeof answersOf> = {};
  const server = createServer((request, response) => {
    const host = (request.headers.host ?? '').split(':')[0]!.replace(/\.localhost$/, '');
    asked.push(`${host} ${request.url}`);
    const answer = answers[host]?.[request.url ?? ''];
    if (answer) return answer(response, request);
    response.statusCode = 404;
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const at = (host: string, path = '/') => `http://${host}.localhost:${port}${path}`;
  answers = answersOf(at);
  return { port, asked, at };
}

export const html =
  (body: string, headers: Record<string, string> = {}): Answer =>
  (response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    response.end(body);
  };

export const to =
  (location: string, status = 301): Answer =>
  (response) => {
    response.statusCode = status;
    response.setHeader('Location', location);
    response.end();
  };

export const text =
  (body: string, type = 'text/plain'): Answer =>
  (response) => {
    response.setHeader('Content-Type', type);
    response.end(body);
  };

/** The summary of a crawl of hosts on loopback, and its exit code. */
export async function crawlSummary(line: readonly string[]): Promise<Summary & { exitCode: number }> {
  const fast = ['--allow-private-networks', '--rate', '10000', '--concurrency', '8', '--retries', '0'];
  const { out, exitCode, err } = await run(['crawl', '--json', ...fast, '--give-up', '1s', ...line], {});
  const last = out.trim().split('\n').at(-1);
  if (!last) throw new Error(err);
  return { ...(JSON.parse(last) as { summary: Summary }).summary, exitCode };
}
