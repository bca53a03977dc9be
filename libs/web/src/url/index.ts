export { canonicalUrl } from './canonical-url.ts';
export { type FingerprintKey, fingerprint, fingerprintKey } from './fingerprint.ts';
export { compileGlob, type Glob, GlobError } from './glob.ts';
export { hostKey, hostName, origin, registrableDomain } from './host.ts';
export { inScope, type ScopeVerdict, scopeReason } from './in-scope.ts';
export type { Scope } from './scope.ts';
export { SeedError, scopeOf } from './scope-of.ts';
export { joinUrl, type SplitUrl, splitUrl } from './split-url.ts';
export { looksLikeTrap, type TrapRule, trapRules } from './trap.ts';
