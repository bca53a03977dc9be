export {
  computedType,
  type DocumentKind,
  documentKind,
  mayBeDocument,
  SNIFF_BYTES,
} from './document-kind.ts';
export { type MediaType, mediaTypeOf } from './media-type.ts';
