export { charsetOfLabel, DEFAULT_CHARSET, decodeText, utf8Of } from './encodings.ts';
export { queryEscaper } from './escape-query.ts';
