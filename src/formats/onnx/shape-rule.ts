import type { Value } from '#graph/value.ts';
import type { Attributes } from './attributes.ts';
import type { Node } from './model.ts';

/** A node in the form that a rule needs. */
export interface NodeContext {
  readonly node: Node;
  /** Version of the standard operator set. */
  readonly opset: number;
  readonly attributes: Attributes;
  /** undefined: left out. */
  readonly inputs: readonly (Value | undefined)[];
}

/** The values of a node's outputs; nothing where its inputs are not known well enough. */
export type ShapeRule = (place: NodeContext) => readonly Value[] | null | undefined;
