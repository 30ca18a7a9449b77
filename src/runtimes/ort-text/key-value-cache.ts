import type { Tensor as OrtTensor } from 'onnxruntime-web';

type Tensors = Readonly<Record<string, OrtTensor>>;

/** The keys and values of the tokens that a decoder has processed. */
export interface KeyValueCache {
  /**
   * The inputs of a run.
   * @param past tokens in the cache
   * @param total tokens in it after the run
   * @throws AppError out-of-memory
   */
  inputs(past: number, total: number): Tensors;
  /** Where a run writes its outputs other than the logits: into these tensors, or into new ones if `null`. */
  outputs(): Readonly<Record<string, OrtTensor | null>>;
  /** Takes ownership of the outputs of a run. */
  accept(outputs: Tensors): void;
  /**
   * Removes all but the first `count` of `past` tokens, or all of them if it cannot.
   * @returns how many remain
   */
  keep(count: number, past: number): number;
  release(): void;
}
