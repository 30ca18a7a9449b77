import type { Shape } from './value.ts';

/**
 * The graph of a model, independent of its format. Nodes and values are referenced by index. A value that the
 * file stores (a weight or constant) has no node.
 */
export interface ModelGraph {
  /** Nodes in the order of the file, which most formats require to be topological. */
  readonly nodes: readonly GraphNode[];
  readonly values: readonly GraphValue[];
  /** Values that the caller provides. */
  readonly inputs: readonly number[];
  /** Values that a run returns. */
  readonly outputs: readonly number[];
}

export interface GraphNode {
  /** The name in the file, to which a profile of an engine refers; may be empty or duplicate. */
  readonly name: string;
  /** See `ModelFacts.operators`. */
  readonly operator: string;
  /** The modules that contain the node, outermost first, from the scopes of its name. */
  readonly scope: readonly string[];
  /** Input values, -1 for an omitted one. */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /** Operations of one run, a multiply-add counted as two; `null` if unknown. */
  readonly flops: number | null;
  /** Bytes of activations that the node reads and writes; `null` if a size is unknown. */
  readonly activationBytes: number | null;
}

export interface GraphValue {
  /** May be empty. */
  readonly name: string;
  /** An element type (`element-types.ts`), or the format's own name. */
  readonly dtype: string;
  /** `null` if the rank is unknown. */
  readonly shape: Shape | null;
  /** `null` if the file does not store the value. */
  readonly constant: ConstantSize | null;
}

export interface ConstantSize {
  readonly parameters: number;
  readonly bytes: number;
}

/** An attribute of a node, as text in the terms of the format. */
export interface GraphAttribute {
  readonly name: string;
  readonly value: string;
}

export interface Connections {
  /** The node that produces each value, -1 if none does. */
  readonly producers: Int32Array;
  /** The nodes that read each value, without duplicates. */
  readonly consumers: readonly (readonly number[])[];
}

/** Finds the producer and the consumers of every value. If several nodes produce a value, the last one counts. */
export function findConnections({ nodes, values }: ModelGraph): Connections {
  const producers = new Int32Array(values.length).fill(-1);
  const consumers: number[][] = values.map(() => []);
  for (const [index, { inputs, outputs }] of nodes.entries()) {
    for (const value of outputs) if (value >= 0) producers[value] = index;
    for (const value of inputs) {
      const list = consumers[value];
      if (list && list.at(-1) !== index) list.push(index);
    }
  }
  return { producers, consumers };
}

/** Lists the constants that a node reads. */
export function listConstantInputs({ values }: ModelGraph, node: GraphNode): GraphValue[] {
  return node.inputs.flatMap((input) => (values[input]?.constant ? [values[input]] : []));
}
