import type { OptionsOf } from '../../shell/define.ts';
import { collect } from '../../shell/options.ts';
import { VISIT } from '../crawl/options.ts';

export const FETCH = [
  ['<url>', 'an http or https URL'],
  ...VISIT,
  ['--header <name:value>', 'a further request header; repeatable; shown nowhere', collect],
  ['--links', 'print all links, not only the first ones'],
] as const;
export type FetchOptions = OptionsOf<typeof FETCH>;
