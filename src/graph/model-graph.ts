import type { Shape } from './value.ts';

/**
 * The graph of a model, independent of its format. Nodes and values are referred to by their index. A value that the
 * file stores (a weight or constant) has no node of its own.
 */
export interface ModelGraph {
  /** Nodes in the order of the file, which most formats require to be an order of execution. */
  readonly nodes: readonly GraphNode[];
  readonly values: readonly GraphValue[];
  /** Values that the caller passes in. */
  readonly inputs: readonly number[];
  /** Values that a run returns. */
  readonly outputs: readonly number[];
}

export interface GraphNode {
  /** The name as in the file, so a profile of an engine can refer to it; may be empty, or occur twice. */
  readonly name: string;
  /** See `ModelFacts.operators`. */
  readonly operator: string;
  /** The modules that contain it, outermost first, from the scopes of its name. */
  readonly scope: readonly string[];
  /** Values that it reads, -1 for an omitted one. */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /** Operations of one run, a multiply-add counted as two; `null` if not known. */
  readonly flops: number | null;
  /** Bytes of activations that it reads and writes; `null` if a size is not known. */
  readonly activationBytes: number | null;
}

export interface GraphValue {
  /** May be empty. */
  readonly name: string;
  /** An element type (`element-types.ts`), or the format's own name. */
  readonly dtype: string;
  /** `null` if not even the rank is known. */
  readonly shape: Shape | null;
  /** `null` if it is not a constant, which the file stores. */
  readonly constant: ConstantSize | null;
}

export interface ConstantSize {
  readonly parameters: number;
  readonly bytes: number;
}

/** A setting of a node, as text in the format's own terms. */
export interface GraphAttribute {
  readonly name: string;
  readonly value: string;
}

/** A value and the node that produces it, -1 if none does; the nodes that read it, each once. */
export interface Connections {
  readonly producers: Int32Array;
  readonly consumers: readonly (readonly number[])[];
}

/** Which nodes every value of a graph connects. If several nodes claim to produce a value, the last one counts. */
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

/** The constants that a node reads. */
export function listConstantInputs({ values }: ModelGraph, node: GraphNode): GraphValue[] {
  return node.inputs.flatMap((input) => (values[input]?.constant ? [values[input]] : []));
}
