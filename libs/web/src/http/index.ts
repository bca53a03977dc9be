export { endOfHead, startOfHead } from './find-head.ts';
export { makeHead } from './make-head.ts';
export { type BadHead, type ResponseHead, readHead } from './read-head.ts';
