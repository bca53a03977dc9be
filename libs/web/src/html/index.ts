export { charsetOfLabel, decodeText, utf8Of } from '../encoding/index.ts';
export { type Charset, findCharset, findXmlCharset } from './charset/charset.ts';
export { refreshTarget } from './directives/refresh.ts';
export { type RobotsDirectives, readRobotsTag } from './directives/robots-directives.ts';
export { type HeaderLink, readLinkHeaders } from './links/link-header.ts';
export { mainText } from './main-text.ts';
export { extractLinks, type Link, type Page, type ParseLimits, parseHtml } from './parse-html.ts';
export { type DocumentSource, readDocument } from './read-document.ts';
export { isXhtml } from './scan/xml-names.ts';
