export { readEnvironment } from './environment.ts';
export { type HealthParts, healthEnvironment, startHealth, type Trouble } from './health.ts';
export { createLogger, type Logger } from './logger.ts';
export { memorySettings } from './memory-settings.ts';
export { privateFiles } from './private-files.ts';
export { createSealer, newSecretKey, type Sealer, SecretUnreadable, secretKeyPattern } from './sealer.ts';
export { untilSignal } from './until-signal.ts';
