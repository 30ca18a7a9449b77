import type { Value } from '#graph/value.ts';
import type { Attributes } from './attributes.ts';
import type { Node } from './model.ts';

/** A node in the form that a rule needs. */
export interface NodeContext {
  readonly node: Node;
  /** Version of the standard operator set. */
  readonly opset: number;
  readonly attributes: Attributes;
  /** `undefined` if omitted. */
  readonly inputs: readonly (Value | undefined)[];
}

/** The values of a node's outputs; nothing if its inputs are not known well enough. */
export type ShapeRule = (context: NodeContext) => readonly Value[] | null | undefined;
