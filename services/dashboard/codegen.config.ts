import type { CodegenConfig } from '@graphql-codegen/cli';
import { addTypenameSelectionDocumentTransform } from '@graphql-codegen/client-preset';

const config: CodegenConfig = {
  schema: '../api/schema.graphql',
  documents: ['src/api/*.graphql'],
  generates: {
    'src/generated/': {
      preset: 'client',
      // urql's cache knows by it what a mutation has changed.
      documentTransforms: [addTypenameSelectionDocumentTransform],
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
