import type { FormatId, ModelFacts } from '#core/model/model-facts.ts';
import type { ByteSource } from '#core/model/model.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import type { GraphAttribute, ModelGraph } from '#graph/model-graph.ts';
import type { StoredValues } from '#graph/tensor-statistics.ts';

/** Other files of the model, by name relative to its folder. */
export type Siblings = ReadonlyMap<string, ByteSource>;

/**
 * Chooses sizes for the free dimensions of a model's inputs, by the names of `core/model/free-dimensions.ts`.
 * @param imageSizes sizes that a file in the model's folder specifies, which the result overrides
 */
export type ChooseSizes = (signature: Pick<ModelFacts, 'inputs' | 'outputs'>, imageSizes: Dimensions) => Dimensions;

/** A readable file format: one folder in `src/formats` and one entry in its index. */
export interface Format {
  readonly id: FormatId;
  /**
   * Whether the file has this format, by content; `name` (without folders) is only used if the content is ambiguous.
   * @param head the first `headBytes` bytes of the file, or fewer if it is shorter
   */
  matches(head: Uint8Array<ArrayBuffer>, name: string): boolean;
  /**
   * Reads the header in few, bounded slices (each may be a network request), never the weights.
   * @param chooseSizes the sizes for which costs are computed; by default the specified image sizes, otherwise 1
   * @throws AppError model-corrupt | model-unsupported
   */
  readFacts(source: ByteSource, name: string, siblings?: Siblings, chooseSizes?: ChooseSizes): Promise<ModelFacts>;
  /**
   * Reads the graph, without the weights. Absent for formats that only store weights.
   * @throws AppError from `readFacts`
   */
  readGraph?(source: ByteSource, name: string, siblings: Siblings, chooseSizes: ChooseSizes): Promise<OpenGraph>;
}

/** A graph whose file stays open for details that are read on demand. */
export interface OpenGraph {
  readonly graph: ModelGraph;
  /** The attributes of a node, by its index. */
  formatAttributes(node: number): readonly GraphAttribute[];
  /**
   * The elements of a stored value, by its index; `null` if its type is not numeric or not supported.
   * @throws AppError model-corrupt if the file of the elements is missing or too short
   */
  openWeight(value: number): Promise<StoredValues | null>;
}

/** Bytes at the start of a file that `matches` may inspect. */
export const headBytes = 65_536;

/** Maximum characters of a metadata value in the facts. Heuristic, not measured. */
export const maxTextLength = 4096;
