export { canonicalUrl } from './canonical-url.ts';
export { type FingerprintKey, fingerprint, fingerprintKey } from './fingerprint.ts';
export { headerUrl } from './header-url.ts';
export { hostKey, hostName, origin, registrableDomain } from './host.ts';
export { compileGlob, type Glob, GlobError } from './scope/glob.ts';
export {
  inScope,
  leadsOn,
  ownPlace,
  type ScopeVerdict,
  scopeReason,
} from './scope/in-scope.ts';
export { LONGEST_LED, MOST_LED, type Scope } from './scope/scope.ts';
export { SeedError, scopeOf } from './scope/scope-of.ts';
export { joinUrl, type SplitUrl, splitUrl } from './split-url.ts';
export { looksLikeTrap, type TrapRule, trapRules } from './trap.ts';
