import type { Plugin } from 'graphql-yoga';
import { tokenLimit } from '../limits.ts';
import { shapeRule } from './shape-rule.ts';

/** Bounds a document before anything of it runs: tokens while parsing; depth, aliases and fields while validating. */
export function limitsPlugin(): Plugin {
  return {
    onParse({ parseFn, setParseFn }) {
      setParseFn((source: string, options?: object) =>
        parseFn(source, { ...options, maxTokens: tokenLimit }),
      );
    },
    onValidate({ addValidationRule }) {
      addValidationRule(shapeRule);
    },
  };
}
