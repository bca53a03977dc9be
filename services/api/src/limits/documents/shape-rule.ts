import {
  type ASTVisitor,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql';
import { aliasLimit, depthLimit, fieldLimit, introspectionDepthLimit, rootFieldLimit } from '../limits.ts';
import { refusal } from '../refusals.ts';

/** What a selection set holds with its fragments spread, `depth` counted from the set itself. */
type Shape = { depth: number; aliases: number; fields: number };

const nothing: Shape = { depth: 0, aliases: 0, fields: 0 };

/**
 * One rule for depth, aliases and number of fields. Fragments are measured once and counted wherever they are spread,
 * so a document cannot grow in the counting; introspection is known by its place (`__schema` or `__type` at the root of
 * an operation), never by a name a client can choose.
 */
export function shapeRule(context: ValidationContext): ASTVisitor {
  const measured = new Map<string, Shape>();
  const measuring = new Set<string>();

  function fragment(name: string): Shape {
    const known = measured.get(name);
    if (known !== undefined) return known;
    const definition: FragmentDefinitionNode | undefined = context.getFragment(name) ?? undefined;
    // Unknown and cyclic fragments are other rules' to report.
    if (definition === undefined || measuring.has(name)) return nothing;
    measuring.add(name);
    const shape = measure(definition.selectionSet);
    measuring.delete(name);
    measured.set(name, shape);
    return shape;
  }

  function measure(set: SelectionSetNode): Shape {
    let { depth, aliases, fields } = nothing;
    for (const node of set.selections) {
      let inner: Shape;
      let own = 0;
      if (node.kind === Kind.FIELD) {
        inner = node.selectionSet ? measure(node.selectionSet) : nothing;
        own = 1;
        if (node.alias) aliases++;
      } else
        inner = node.kind === Kind.INLINE_FRAGMENT ? measure(node.selectionSet) : fragment(node.name.value);
      depth = Math.max(depth, own + inner.depth);
      aliases += inner.aliases;
      fields += own + inner.fields;
    }
    return { depth, aliases, fields };
  }

  /** Fields at the root of an operation, fragments spread. */
  function* roots(
    set: SelectionSetNode,
    spread = new Set<string>(),
  ): Generator<SelectionSetNode['selections'][number]> {
    for (const node of set.selections) {
      if (node.kind === Kind.FIELD) yield node;
      else if (node.kind === Kind.INLINE_FRAGMENT) yield* roots(node.selectionSet, spread);
      else if (!spread.has(node.name.value)) {
        spread.add(node.name.value);
        const definition = context.getFragment(node.name.value);
        if (definition) yield* roots(definition.selectionSet, spread);
      }
    }
  }

  function check(operation: OperationDefinitionNode): void {
    const { aliases, fields } = measure(operation.selectionSet);
    if (aliases > aliasLimit)
      context.reportError(
        refusal('TOO_MANY_ALIASES', `This operation has ${aliases} aliases; at most ${aliasLimit}.`),
      );
    if (fields > fieldLimit)
      context.reportError(
        refusal('TOO_EXPENSIVE', `This operation selects ${fields} fields; at most ${fieldLimit}.`),
      );
    let rootFields = 0;
    for (const node of roots(operation.selectionSet)) {
      if (node.kind !== Kind.FIELD) continue;
      if (++rootFields > rootFieldLimit) {
        context.reportError(
          refusal('TOO_EXPENSIVE', `This operation has more than ${rootFieldLimit} fields at its root.`),
        );
        return;
      }
      const introspects = node.name.value === '__schema' || node.name.value === '__type';
      const most = introspects ? introspectionDepthLimit : depthLimit;
      const depth = 1 + (node.selectionSet ? measure(node.selectionSet).depth : 0);
      if (depth > most)
        context.reportError(
          refusal('TOO_DEEP', `"${node.name.value}" is selected ${depth} levels deep; at most ${most}.`),
        );
    }
  }

  return { OperationDefinition: check };
}
