import { utf8Of } from '../encoding/index.ts';
import { findCharset, findXmlCharset, laterCharset } from './charset/charset.ts';
import { type Page, type ParseLimits, parseHtml } from './parse-html.ts';

/** What is known of a document before it is read. `charset`: the parameter of its Content-Type, as written. */
export type DocumentSource = { url: string; kind: 'html' | 'xhtml'; charset: string | null };

/** Finds the charset of a document and reads it; once more, where a meta tag far down says another one. Never throws, as `parseHtml`. */
export function readDocument(
  bytes: Uint8Array,
  { url, kind, charset: label }: DocumentSource,
  limits: Omit<ParseLimits, 'charset' | 'xml'> = {},
): Page & { charset: string } {
  const xml = kind === 'xhtml';
  const charset = xml ? findXmlCharset(bytes, label) : findCharset(bytes, label);
  const { name } = charset;
  const page = parseHtml(utf8Of(bytes, name), url, { ...limits, charset: name, xml });
  const later = xml ? null : laterCharset(charset, page.declared);
  if (later === null) return { ...page, charset: name };
  return { ...parseHtml(utf8Of(bytes, later), url, { ...limits, charset: later }), charset: later };
}
