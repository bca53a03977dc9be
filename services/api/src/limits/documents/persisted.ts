import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Logger } from '@trunkline/service';
import { z } from 'zod';
import { notPersisted } from '../refusals.ts';

/** `sha256:<hex>` to text, as code generators write it. */
const Manifest = z.record(z.string().regex(/^sha256:[0-9a-f]{64}$/), z.string().min(1));

/** An unknown document makes us look whether the files have changed, but no more often than this, ms. */
const REREAD_MS = 1000;

export type PersistedDocuments = {
  /** Documents that are not persisted are refused. */
  only: boolean;
  /**
   * The text to run; null: the request names none, which is the executor's to refuse. A document that is known by its id is run
   * as it was persisted, whatever text is sent with it.
   * @throws NOT_PERSISTED
   */
  textOf(asked: { documentId?: unknown; query?: unknown; extensions?: unknown }): Promise<string | null>;
};

type Parts = { files: readonly string[]; only: boolean; log: Logger; rereadMs?: number };

/**
 * Documents that clients may name by their hash instead of sending them, from the manifests of their builds. A file that is not
 * there holds none (a dashboard that is not built); it is found when it comes. One that is wrong is an error now, a warning later.
 */
export async function openPersistedDocuments({
  files,
  only,
  log,
  rereadMs = REREAD_MS,
}: Parts): Promise<PersistedDocuments> {
  let known = await readAll(files);
  let readAt = performance.now();
  let reading: Promise<void> | null = null;
  if (only && known.size === 0)
    throw new Error(
      `TRUNKLINE_PERSISTED_ONLY is set and there is no persisted document in ${files.join(', ') || 'no file'}: every request would ` +
        'be refused. Build the dashboard, or name manifests in TRUNKLINE_PERSISTED_DOCUMENTS.',
    );

  async function find(id: string): Promise<string | undefined> {
    if (known.has(id)) return known.get(id);
    if (performance.now() - readAt > rereadMs) {
      readAt = performance.now();
      reading = readAll(files)
        .then((found) => {
          known = found;
        })
        .catch((err: unknown) =>
          log.warn({ err }, 'persisted documents: the files as read before stay in force'),
        );
    }
    await reading;
    return known.get(id);
  }

  return {
    only,
    async textOf({ documentId, query, extensions }) {
      const id = documentId ?? apolloHash(extensions);
      // Where the protocol wants a text (graphql-transport-ws), an empty one stands for none.
      const text = typeof query === 'string' && query !== '' ? query : null;
      if (id === undefined) {
        if (!only || text === null) return text;
        const same = await find(idOf(text));
        if (same === undefined) throw notPersisted(null);
        return same;
      }
      const persisted = typeof id === 'string' ? await find(id) : undefined;
      if (persisted !== undefined) return persisted;
      if (only || text === null) throw notPersisted(String(id));
      return text;
    },
  };
}

/** Documents are named as GraphQL over HTTP, Appendix A, says. */
export const idOf = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;

/** The older spelling, of Apollo Client and others: `extensions: {persistedQuery: {version: 1, sha256Hash}}`. */
function apolloHash(extensions: unknown): string | undefined {
  const { persistedQuery } = (extensions ?? {}) as { persistedQuery?: { sha256Hash?: unknown } };
  const hash = persistedQuery?.sha256Hash;
  return typeof hash === 'string' ? `sha256:${hash}` : undefined;
}

async function readAll(files: readonly string[]): Promise<Map<string, string>> {
  const known = new Map<string, string>();
  for (const file of files) {
    const content = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
    if (content === null) continue;
    for (const [id, text] of Object.entries(parse(file, content))) {
      if (idOf(text) !== id)
        throw new Error(`${file}: ${id} is not the hash of its document. Generate the file again.`);
      known.set(id, text);
    }
  }
  return known;
}

function parse(file: string, content: string): Record<string, string> {
  try {
    return Manifest.parse(JSON.parse(content));
  } catch (cause) {
    throw new Error(`${file} is no manifest of persisted documents: {"sha256:…": "query …"} is wanted.`, {
      cause,
    });
  }
}
