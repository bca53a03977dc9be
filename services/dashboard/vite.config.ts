import { readFileSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Nothing but our own files and our own API: holds even where the server sends no such header. */
const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
  "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'";

/** The development server needs inline scripts, so the policy is written into the built page only. */
const securityPolicyTag: Plugin = {
  name: 'trunkline:csp',
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: { 'http-equiv': 'Content-Security-Policy', content: contentSecurityPolicy },
      injectTo: 'head-prepend',
    },
  ],
};

const documents = new URL('../../libs/client/src/generated/', import.meta.url);

/**
 * Documents go by their hashes: their texts stay out of the page, and go with it in a manifest, so that a server knows the
 * documents of exactly the page it serves.
 */
const persistedDocuments: Plugin = {
  name: 'trunkline:persisted-documents',
  apply: 'build',
  buildStart() {
    const file = new URL('persisted-documents.json', documents);
    this.addWatchFile(file.pathname);
    this.emitFile({ type: 'asset', fileName: 'persisted-documents.json', source: readFileSync(file) });
  },
  transform(code, id) {
    if (id !== new URL('graphql.ts', documents).pathname) return;
    return {
      code: code.replaceAll(/new TypedDocumentString\(`[^`]*`/g, "new TypedDocumentString(''"),
      map: null,
    };
  },
};

const api = process.env['TRUNKLINE_URL'] ?? 'http://127.0.0.1:4000';

export default defineConfig({
  plugins: [react(), securityPolicyTag, persistedDocuments],
  build: {
    target: 'es2023',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  server: { proxy: { '/graphql': { target: api, changeOrigin: true } } },
});
