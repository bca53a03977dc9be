import type { jobs } from '@trunkline/database';
import type { Scope } from '@trunkline/web/url';
import type { JobValue } from '../values.ts';

export const jobValue = ({ secrets: _, ...row }: typeof jobs.$inferSelect): JobValue => ({
  ...row,
  scope: row.scope as Scope,
});
