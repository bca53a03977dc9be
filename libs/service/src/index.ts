export { readEnvironment } from './environment.ts';
export { createLogger, type Logger } from './logger.ts';
export { untilSignal } from './until-signal.ts';
