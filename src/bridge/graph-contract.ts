import type { Subject } from '#core/model/model.ts';
import type { Scene } from '#graph/layout/graph-scene.ts';
import type { GraphAttribute, ConstantSize } from '#graph/model-graph.ts';
import type { GraphModule } from '#graph/module-tree.ts';
import type { Overlay } from '#graph/overlay.ts';
import type { Shape } from '#graph/value.ts';
import type { TensorStatistics } from '#graph/tensor-statistics.ts';

/** A model whose graph is shown: a bundled or stored model, or the user's files. */
export type GraphSubject = Extract<Subject, { kind: 'model' | 'files' }>;

/** The names, operators and overlays of all nodes, for the page. The rest of the graph stays in the worker. */
export interface GraphOutline {
  /** Name of the file that was read. */
  readonly name: string;
  readonly nodes: readonly NodeSummary[];
  /** Module 0 is the whole graph. */
  readonly modules: readonly GraphModule[];
  /** The innermost module of each node. */
  readonly moduleByNode: Int32Array;
  /** Overlays computed from the file alone. */
  readonly overlays: readonly Overlay[];
}

export interface NodeSummary {
  readonly name: string;
  readonly operator: string;
  /** The name of the first output of a node without a name. */
  readonly output?: string;
  /**
   * A key that is equal for nodes with the same operator, the same attributes, and weights of the same types and
   * shapes.
   */
  readonly fingerprint: string;
}

export interface NodeDetails {
  readonly name: string;
  readonly operator: string;
  readonly attributes: readonly GraphAttribute[];
  /** The inputs and outputs of the node. Optional ones that it omits are not listed. */
  readonly inputs: readonly ValueDetails[];
  readonly outputs: readonly ValueDetails[];
}

export interface ValueDetails {
  /** Index of the value in the graph. */
  readonly value: number;
  readonly name: string;
  readonly dtype: string;
  readonly shape: Shape | null;
  /** `null` if the file does not store the value. */
  readonly constant: ConstantSize | null;
  /** The producer of an input, or the consumers of an output. */
  readonly nodes: readonly number[];
}

/** The worker that has one graph open. */
export interface GraphWorker {
  /**
   * @throws AppError graph-unavailable | model-unknown | model-not-stored | model-corrupt | model-unsupported |
   * fetch-failed | file-unreadable
   */
  open(subject: GraphSubject): Promise<GraphOutline>;
  /** @param openModules `null` to draw all nodes without modules */
  draw(openModules: readonly number[] | null): Promise<Scene>;
  readNodeDetails(node: number): Promise<NodeDetails>;
  /**
   * Computes the statistics of a stored value; `null` if its data type is not numeric.
   * @throws AppError model-corrupt | file-unreadable
   */
  computeStatistics(value: number): Promise<TensorStatistics | null>;
}
