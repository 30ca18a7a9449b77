import type { Evidence, FlopsBasis } from './evidence.ts';

export type FormatId = 'onnx' | 'gguf' | 'tflite' | 'tfjs' | 'safetensors' | 'mlc';

/**
 * What a model's header says. Nothing is guessed: what the file does not state is null or empty, and what follows from
 * the graph by a rule of ours carries its evidence. Every string of a file is plain text, never markup. Plain JSON.
 */
export interface ModelFacts {
  readonly format: FormatId;
  /** As the format counts: ONNX IR version, GGUF version, TFLite schema version. */
  readonly formatVersion: string | null;
  readonly producer: string | null;
  /** The model's own name, where it has one. */
  readonly name: string | null;
  /** The file read, and every sibling whose size is known. */
  readonly sizeBytes: number;
  /** Elements of all weights at hand, packed ones counted apart; null: this file does not list them. */
  readonly parameters: number | null;
  /** By element type as the format names it, largest first. */
  readonly weights: readonly WeightFacts[];
  readonly weightBytes: number | null;
  readonly inputs: readonly ValueFacts[];
  readonly outputs: readonly ValueFacts[];
  /** How often each operator occurs, subgraphs included. Operators of a foreign domain are `domain::type`. */
  readonly operators: Readonly<Record<string, number>>;
  /** Operator sets by domain; the standard ONNX one is `ai.onnx`. */
  readonly opsets: Readonly<Record<string, number>>;
  /** ONNX: operators that the file defines by functions of its own, named as in `operators`. */
  readonly localFunctions?: readonly string[];
  /** TFLite: tensors that keep their values from one run to the next. */
  readonly variableTensors?: number;
  /** Operators that a reader with cost rules has none for: their shapes and costs are unknown. */
  readonly unknownOperators: readonly string[];
  readonly quantisation: Quantisation;
  readonly architecture: Architecture;
  readonly tokenizer: { readonly model: string; readonly vocabulary: number | null } | null;
  readonly chatTemplate: string | null;
  readonly licence: string | null;
  /** Files that the model needs beside itself, by checked names (`formats/file-name.ts`). */
  readonly externalFiles: readonly ExternalFile[];
  /** Floating-point (or integer) operations of one run, a multiply-add counted as two; null: see `flopsBasis`. */
  readonly flops: number | null;
  readonly flopsBasis: FlopsBasis;
  /** The most activation bytes alive at once, in file order with every buffer freed after its last use. */
  readonly peakActivationBytes: number | null;
  /** In execution order; for GGUF one per layer; empty where the reader has no cost rules. */
  readonly nodes: readonly NodeFacts[];
  /** Other statements of the file worth showing, as text. */
  readonly metadata: Readonly<Record<string, string>>;
}

export interface WeightFacts {
  readonly dtype: string;
  readonly tensors: number;
  readonly parameters: number;
  readonly bytes: number;
}

/**
 * Like TensorSpec, for any file: `dtype` is a DataType where one fits, else the format's own name (`bfloat16`), or for
 * what is no tensor its type with all in it (`sequence(float32[?,3])`, `map(int64, float32)`).
 */
export interface ValueFacts {
  readonly name: string;
  readonly dtype: string;
  /** null: the file states no shape, not even a rank. In it, a string is a named free dimension, null an unnamed one. */
  readonly shape: readonly (number | string | null)[] | null;
}

export interface NodeFacts {
  readonly name: string;
  readonly operator: string;
  /** null: no rule for this operator, or a shape is unknown. */
  readonly flops: number | null;
  /** Bytes of weights this node reads. */
  readonly weightBytes: number;
  /** Activations read and written, weights apart; null where a shape is unknown. */
  readonly activationBytes: number | null;
  /** Shape of the first output. */
  readonly outputShape: readonly (number | string | null)[] | null;
  /** GGUF: weights of the matrices that one token is multiplied with, by element type. */
  readonly matrixWeights?: Readonly<Record<string, number>>;
  /** Of an ONNX convolution whose filter has a known shape; other formats name depthwise convolutions apart. */
  readonly convolution?: ConvolutionFacts;
}

export interface ConvolutionFacts {
  /** Sides of the window. */
  readonly kernel: readonly number[];
  /** Input channels that each output sums over. */
  readonly channels: number;
  readonly groups: number;
}

export type QuantisationKind =
  | 'none' // 32 bits or more
  | 'float16'
  | 'bfloat16'
  | 'dynamic-int8' // int8 weights, activations quantised as it runs
  | 'qdq' // ONNX: quantise and dequantise nodes around float operators
  | 'qoperator' // ONNX: integer operators
  | 'int4-blocks'
  | 'weights-only' // weights stored small and widened before use
  | 'full-integer' // TFLite: weights and activations
  | 'gguf' // block types, named by `name`
  | 'mixed'
  | 'unknown';

export interface Quantisation {
  readonly kind: QuantisationKind;
  /** The format's own name, e.g. `Q4_K_M`, `q4f16_1`, `int8`. */
  readonly name: string | null;
  readonly blockSize: number | null;
  /** Weights only: 8 * bytes / parameters. */
  readonly bitsPerWeight: number | null;
  /** Trained with quantisation in the loop (QAT); null: the file does not say. */
  readonly quantisationAware: boolean | null;
  readonly evidence: readonly Evidence[];
}

export type ArchitectureFamily =
  | 'decoder' // generates text token by token
  | 'encoder' // text to vectors
  | 'encoder-decoder'
  | 'vision-transformer'
  | 'conv-net'
  | 'detector'
  | 'segmenter'
  | 'speech'
  | 'recurrent'
  | 'perceptron' // dense layers only
  | 'embedding-table';

export interface Architecture {
  /** null: nothing in the file tells. */
  readonly family: ArchitectureFamily | null;
  /** As the file names it, e.g. `llama`, `LlamaForCausalLM`. */
  readonly name: string | null;
  /** What in the file says so. */
  readonly evidence: readonly Evidence[];
  readonly layers: number | null;
  readonly heads: number | null;
  readonly keyValueHeads: number | null;
  readonly contextLength: number | null;
  readonly embeddingLength: number | null;
  readonly feedForwardLength: number | null;
  readonly vocabulary: number | null;
  readonly ropeBase: number | null;
  readonly experts: { readonly total: number; readonly used: number | null } | null;
  /** Positions that one layer looks back at most, where it is less than the context. */
  readonly slidingWindow: number | null;
  /**
   * Elements kept per position of context, all layers, keys and values:
   * sum over layers of keyValueHeads * (key length + value length). Times the bytes of the cache's type.
   */
  readonly cacheElementsPerToken: number | null;
}

export interface ExternalFile {
  readonly name: string;
  /** null: neither stated nor at hand. */
  readonly sizeBytes: number | null;
}

/** An architecture of which nothing is known but, perhaps, the family. */
export const unknownArchitecture: Architecture = {
  family: null,
  name: null,
  evidence: [{ code: 'not-stated' }],
  layers: null,
  heads: null,
  keyValueHeads: null,
  contextLength: null,
  embeddingLength: null,
  feedForwardLength: null,
  vocabulary: null,
  ropeBase: null,
  experts: null,
  slidingWindow: null,
  cacheElementsPerToken: null,
};
