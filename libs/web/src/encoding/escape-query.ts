import '@exodus/bytes/encoding.js'; // so that the next one knows the encodings of many bytes
import { percentEncodeAfterEncoding } from '@exodus/bytes/whatwg.js';

/** What is escaped in a query beside what is not ASCII (URL Standard §1.3, special-query percent-encode set). */
const QUERY_SET = ' "#\'<>';

/**
 * How queries of the links of a document are escaped: in its own encoding, and what that has not as `%26%23NNNN%3B` (URL
 * Standard §4.4, query state). Null where it is UTF-8, as URL does by itself: UTF-16 is written so too (§4.3 of Encoding).
 */
export function queryEscaper(charset: string): ((query: string) => string) | null {
  if (charset === 'utf-8' || charset.startsWith('utf-16') || charset === 'replacement') return null;
  return (query) => percentEncodeAfterEncoding(charset, query, QUERY_SET);
}
