import SchemaBuilder, { BasePlugin, type PothosOutputFieldConfig, type SchemaTypes } from '@pothos/core';
import type { GraphQLFieldResolver } from 'graphql';
import { checkTexts } from '../../stores/texts.ts';

declare global {
  export namespace PothosSchemaTypes {
    export interface Plugins<Types extends SchemaTypes> {
      texts: TextsPlugin<Types>;
    }
  }
}

type Resolver<Types extends SchemaTypes> = GraphQLFieldResolver<unknown, Types['Context'], object>;

/**
 * Looks at every text that any field takes, in the one place where all arguments come by, before its resolver sees them. A mutation
 * answers with BadInputError, for the plugin of errors is around this one; any other field is the error BAD_INPUT.
 */
class TextsPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override wrapResolve(
    resolver: Resolver<Types>,
    { args, kind }: PothosOutputFieldConfig<Types>,
  ): Resolver<Types> {
    // Those of a subscription were looked at when it began.
    return kind === 'Subscription' || Object.keys(args).length === 0 ? resolver : checked(resolver);
  }

  override wrapSubscribe(
    subscribe: Resolver<Types> | undefined,
    { args }: PothosOutputFieldConfig<Types>,
  ): Resolver<Types> | undefined {
    return subscribe === undefined || Object.keys(args).length === 0 ? subscribe : checked(subscribe);
  }
}

const checked =
  <Types extends SchemaTypes>(resolver: Resolver<Types>): Resolver<Types> =>
  async (parent, args, context, info) => {
    checkTexts(args);
    return resolver(parent, args, context, info);
  };

SchemaBuilder.registerPlugin('texts', TextsPlugin);
