import { readFileSync } from 'node:fs';
import type { CodegenConfig } from '@graphql-codegen/cli';
import { preset } from '@graphql-codegen/client-preset';
import { operations } from './scripts/operations.ts';

const schema = '../../services/api/schema.graphql';

const config: CodegenConfig = {
  schema,
  documents: [
    'src/documents/*.graphql',
    ...operations(readFileSync(new URL(schema, import.meta.url), 'utf8')),
  ],
  generates: {
    'src/generated/': {
      preset: {
        ...preset,
        // A function that finds documents by their text: nobody calls it.
        buildGeneratesSection: async (options) =>
          (await preset.buildGeneratesSection(options)).filter(
            ({ filename }) => !/\/(gql|index)\.ts$/.test(filename),
          ),
      },
      presetConfig: { fragmentMasking: false, persistedDocuments: { hashAlgorithm: 'sha256' } },
      config: {
        documentMode: 'string',
        useTypeImports: true,
        enumsAsTypes: true,
        importExtension: '.ts',
        scalars: { DateTime: 'string', Long: 'number', ID: 'string', JSON: 'unknown' },
        strictScalars: true,
      },
    },
  },
};
export default config;
