import type {
  InputFieldMap,
  InputRef,
  InputShapeFromFields,
  MaybePromise,
  ShapeFromTypeParam,
  TypeParam,
} from '@pothos/core';
import { verbPowers } from '@trunkline/control';
import { suspended } from '../../limits/refusals.ts';
import type { Stores } from '../../stores/create-stores.ts';
import {
  BadInputError,
  ForbiddenError,
  IdempotencyKeyReusedError,
  NotFoundError,
  type UserError,
  VersionConflictError,
} from '../../stores/errors.ts';
import type { KeyScope } from '../../stores/values.ts';
import { builder, type Types } from './builder.ts';
import { encodeId, requireKey } from './ids.ts';

/** Descriptions that say the same wherever they stand. */
export const words = {
  idempotencyKey:
    'Any text of yours, up to 128 characters: a repeat within 24 h answers with the first result.',
  reason: 'Why, for the audit log; up to 500 characters.',
  expectedVersion:
    'The version your change is based on; another one answers with VersionConflictError. Left out: not checked.',
  jobId: 'Id of the job.',
} as const;

export type InputBuilder = PothosSchemaTypes.InputFieldBuilder<Types, 'InputObject'>;
type ErrorClass = abstract new (...args: never[]) => UserError;

/** Inputs that many mutations take, each with the error it can bring. */
const usual = {
  reason: { type: 'String', error: null },
  expectedVersion: { type: 'Int', error: VersionConflictError },
  idempotencyKey: { type: 'String', error: IdempotencyKeyReusedError },
} as const;
type Usual = { reason: string; expectedVersion: number; idempotencyKey: string };

type Mutation<
  Type extends TypeParam<Types>,
  Of extends string | undefined,
  With extends keyof Usual,
  Fields extends InputFieldMap,
> = {
  type: Type;
  description: string;
  scope: KeyScope;
  /** What its argument says. */
  argument: string;
  /** What its input type says; left out: as `argument`. */
  input?: string;
  /** Name of its input type, when several mutations share it. */
  inputName?: string;
  /** Type of the object whose id it takes as `id`, and what is said of that. */
  of?: Of;
  id?: string;
  /** Other ids it takes, each with the type of its object; one that is left out is null. */
  keys?: { [field: string]: string };
  with: readonly With[];
  /** What is said of those in `with` besides the usual. */
  also?: { [Key in With]?: string };
  fields?: (t: InputBuilder) => Fields;
  /** Besides BadInputError and those that `of`, `with` and its powers bring. */
  errors?: readonly ErrorClass[];
  /** Ids are keys in the database. */
  resolve: (
    input: InputShapeFromFields<Fields> &
      (Of extends string ? { id: string } : unknown) & { [Key in With]?: Usual[Key] | null | undefined },
    stores: Stores,
  ) => MaybePromise<ShapeFromTypeParam<Types, Type, false>>;
};

const inputs = new Map<string, InputRef<Record<string, unknown>>>();

/** A field of the mutation type that takes one input and answers with what it changed, or with a `UserError`. */
export function mutation<
  const Type extends TypeParam<Types>,
  const Of extends string | undefined = undefined,
  const With extends keyof Usual = never,
  Fields extends InputFieldMap = Record<never, never>,
>(name: string, options: Mutation<Type, Of, With, Fields>): void {
  const { of, with: taken, fields, resolve, keys } = options;
  const ids = { ...(of && { id: of }), ...keys };
  const inputName = options.inputName ?? `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const Input =
    inputs.get(inputName) ??
    builder.inputType(inputName, {
      description: options.input ?? options.argument,
      fields: (t) => ({
        ...(of && {
          id: t.id({ required: true, description: options.id ?? `Id of the ${of.toLowerCase()}.` }),
        }),
        ...(fields?.(t) as InputFieldMap | undefined),
        ...Object.fromEntries(
          taken.map((one) => {
            const description = [words[one], options.also?.[one]].filter(Boolean).join(' ');
            return [one, t.field({ type: usual[one].type, description })];
          }),
        ),
      }),
    });
  inputs.set(inputName, Input);
  const brought = taken.flatMap((one) => usual[one].error ?? []);
  const touched = verbPowers[name];
  if (touched === undefined)
    throw new Error(`Which powers does ${name} touch? Say it in libs/control/src/powers/verbs.ts.`);
  const types = new Set<ErrorClass>([
    BadInputError,
    ...(Object.keys(ids).length > 0 ? [NotFoundError] : []),
    ...(touched.length > 0 ? [ForbiddenError] : []),
    ...brought,
    ...(options.errors ?? []),
  ]);
  builder.mutationField(name, (t) =>
    t.field({
      type: options.type,
      description: options.description,
      authScopes: { scope: options.scope },
      errors: { types: [...types] } as never,
      args: { input: t.arg({ type: Input, required: true, description: options.argument }) },
      resolve: (_root, { input }, { stores, again }) =>
        // Each asks for itself: a socket, or a list of mutations, may last longer than what its caller may do.
        again().then((caller) => {
          // An operator may still do what is not about the project, such as to resume it.
          if (caller.isSuspended && options.scope !== 'operator') throw suspended(caller);
          return resolve({ ...input, ...keysOf(input, ids) } as never, stores);
        }) as never,
    }),
  );
}

function keysOf(input: Record<string, unknown>, ids: Record<string, string>): Record<string, string | null> {
  const key = ([field, type]: [string, string]) => {
    const id = input[field] as string | null | undefined;
    // An empty id names nothing: it must not widen the call as one left out does.
    return [field, id == null ? null : requireKey(type, id, ['input', field])];
  };
  return Object.fromEntries(Object.entries(ids).map(key)) as Record<string, string | null>;
}

/** What a mutation answers that removes an object: the id it had. */
export const deleted = (name: string, type: string, word = type.toLowerCase()) =>
  builder.objectRef<string>(name).implement({
    description: `A ${word} that is no more.`,
    fields: (t) => ({ id: t.id({ description: 'Id it had.', resolve: (key) => encodeId(type, key) }) }),
  });
