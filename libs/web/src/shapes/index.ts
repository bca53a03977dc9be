export {
  createHostShapes,
  type HostShapes,
  type PageSeen,
  type Trap,
  type TrapEvidence,
} from './host-shapes.ts';
export { type Covers, compileShapes, shapeInWords } from './shape.ts';
export { textFeatures } from './text-features.ts';
export { urlTokens } from './url-tokens.ts';
