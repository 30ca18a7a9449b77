import type { Tensor as OrtTensor } from 'onnxruntime-web';

type Tensors = Readonly<Record<string, OrtTensor>>;

/** The keys and values of the tokens that a decoder has processed. */
export interface KeyValueCache {
  /**
   * The cache inputs of a run.
   * @param pastTokens tokens in the cache before the run
   * @param totalTokens tokens in the cache after the run
   * @throws AppError out-of-memory
   */
  getInputs(pastTokens: number, totalTokens: number): Tensors;
  /** The tensors that a run writes the cache outputs into; `null` for a new tensor. */
  getOutputs(): Readonly<Record<string, OrtTensor | null>>;
  /** Takes ownership of a run's outputs. */
  accept(outputs: Tensors): void;
  /**
   * Truncates the cache to its first `count` tokens, or empties it if it cannot be truncated.
   * @returns the number of remaining tokens
   */
  truncate(count: number, past: number): number;
  release(): void;
}
