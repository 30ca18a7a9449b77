import type { Value } from '#graph/value.ts';
import type { Attributes } from './onnx-attributes.ts';
import type { Node } from './onnx-model.ts';

/** A node with its inputs. */
export interface NodeContext {
  readonly node: Node;
  /** Version of the standard opset (`ai.onnx`). */
  readonly opset: number;
  readonly attributes: Attributes;
  /** Values in the order of the operator's inputs; `undefined` for an optional input that is omitted. */
  readonly inputs: readonly (Value | undefined)[];
}

/** Infers the values of a node's outputs; `null` or `undefined` if its inputs are not sufficiently known. */
export type ShapeRule = (context: NodeContext) => readonly Value[] | null | undefined;
