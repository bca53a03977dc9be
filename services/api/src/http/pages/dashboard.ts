import { readFile, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import type { RespondPage } from './respond-page.ts';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.map': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
};

/** Nothing from elsewhere, nothing inline but styles, which charts and virtual lists set on elements. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; " +
  "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const headers = {
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
};

/** Pictures and fonts are as small as they get. */
const dense = new Set(['.png', '.ico', '.woff2']);

/** Serves the built dashboard; paths that name no file are pages of it. False when there is nothing to serve. */
export async function respondDashboard(
  request: IncomingMessage,
  response: ServerResponse,
  folder: string,
  respondPage: RespondPage,
): Promise<boolean> {
  const path = safePath(request.url ?? '/');
  if (path === null) return false;
  const found =
    (await fileAt(join(folder, path))) ??
    (extname(path) === '' ? await fileAt(join(folder, 'index.html')) : null);
  if (found === null) return false;
  const hashed = path.startsWith(`${sep}assets${sep}`);
  const extension = extname(found.name);
  response.setHeader('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  await respondPage(request, response, {
    ...found,
    type: types[extension] ?? 'application/octet-stream',
    read: () => readFile(found.name),
    isDense: dense.has(extension),
  });
  return true;
}

function safePath(url: string): string | null {
  try {
    const path = normalize(decodeURIComponent(new URL(url, 'http://localhost').pathname));
    return path.includes('\0') || path.split(sep).includes('..') ? null : path;
  } catch (error) {
    if (error instanceof URIError || error instanceof TypeError) return null;
    throw error;
  }
}

async function fileAt(name: string): Promise<{ name: string; version: string } | null> {
  const found = await stat(name).catch(() => null);
  return found?.isFile() ? { name, version: `${found.size}-${Math.trunc(found.mtimeMs)}` } : null;
}
