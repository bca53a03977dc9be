import type { Versioned as VersionedValue } from '../stores/errors.ts';
import { builder } from './builder.ts';

/** Objects that are changed under `expectedVersion`. */
export const Versioned = builder.interfaceRef<Pick<VersionedValue, 'version'>>('Versioned').implement({
  description: 'Something that is edited: send its `version` as `expectedVersion` so that no change is lost.',
  resolveType: (value) => (value as VersionedValue).__typename,
  fields: (t) => ({
    version: t.exposeInt('version', { description: 'Rises with every change.' }),
  }),
});
