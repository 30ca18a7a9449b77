import type { FactEvidence, FlopsBasis } from './fact-evidence.ts';

export type FormatId = 'onnx' | 'gguf' | 'tflite' | 'tfjs' | 'safetensors' | 'mlc' | 'openvino';

/**
 * The contents of a model's header, as plain JSON. A fact that the file does not specify is `null` or empty, and a fact that
 * is inferred from the graph has its evidence. Strings from files are plain text, never markup.
 */
export interface ModelFacts {
  readonly format: FormatId;
  /** The format's own version: ONNX IR version, GGUF version, TFLite schema version. */
  readonly formatVersion: string | null;
  readonly producer: string | null;
  /** The model's own name, if it has one. */
  readonly name: string | null;
  /** Total size of the file and of all sidecar files with a known size. */
  readonly sizeBytes: number;
  /** Elements of all weights, with packed elements counted individually; `null` if the file does not list them. */
  readonly parameters: number | null;
  /** Weights by the format's element type, largest first. */
  readonly weights: readonly WeightFacts[];
  readonly weightBytes: number | null;
  readonly inputs: readonly ValueFacts[];
  readonly outputs: readonly ValueFacts[];
  /** Node counts by operator, with subgraphs. Operators of non-standard domains are named `domain::type`. */
  readonly operators: Readonly<Record<string, number>>;
  /** Opsets by domain; the standard ONNX one is `ai.onnx`. */
  readonly opsets: Readonly<Record<string, number>>;
  /** ONNX: operators that the file defines as local functions, named as in `operators`. */
  readonly localFunctions?: readonly string[];
  /** ONNX: operators with bfloat16 inputs. */
  readonly bfloat16Users?: readonly string[];
  /** TFLite: tensors that retain their values between runs. */
  readonly variableTensors?: number;
  /** Operators without a cost rule, whose output shapes and costs are unknown; empty if the reader has no cost rules. */
  readonly unknownOperators: readonly string[];
  readonly quantisation: Quantisation;
  readonly architecture: Architecture;
  readonly tokenizer: { readonly model: string; readonly vocabulary: number | null } | null;
  readonly chatTemplate: string | null;
  readonly licence: string | null;
  /** Other required files. Their names are validated (`formats/file-name.ts`). */
  readonly externalFiles: readonly ExternalFile[];
  /**
   * Floating-point (or integer) operations of one run, with a multiply-add counted as two; `null` for the reason in
   * `flopsBasis`.
   */
  readonly flops: number | null;
  readonly flopsBasis: FlopsBasis;
  /** Peak bytes of live activations, if nodes run in file order and buffers are freed after their last use. */
  readonly peakActivationBytes: number | null;
  /** Nodes in execution order, for GGUF one per layer; empty if the reader has no cost rules. */
  readonly nodes: readonly NodeFacts[];
  /** Other entries of the file to show, as text. */
  readonly metadata: Readonly<Record<string, string>>;
}

export interface WeightFacts {
  readonly dtype: string;
  readonly tensors: number;
  readonly parameters: number;
  readonly bytes: number;
}

/**
 * An input or output in a file. `dtype` is a DataType if one matches, otherwise the format's name (`bfloat16`), or the full
 * type of a value that is not a tensor (`sequence(float32[?,3])`, `map(int64, float32)`).
 */
export interface ValueFacts {
  readonly name: string;
  readonly dtype: string;
  /**
   * `null` if the file does not specify the rank. In the shape, a string is a named free dimension and `null` an unnamed
   * one.
   */
  readonly shape: readonly (number | string | null)[] | null;
}

export interface NodeFacts {
  readonly name: string;
  readonly operator: string;
  /** `null` if the operator has no cost rule, or a shape is unknown. */
  readonly flops: number | null;
  /** Bytes of weights that the node reads. */
  readonly weightBytes: number;
  /** Bytes of activations read and written; `null` if a shape is unknown. */
  readonly activationBytes: number | null;
  /** Shape of the first output. */
  readonly outputShape: readonly (number | string | null)[] | null;
  /** GGUF: number of weights in matrix multiplications, by element type. */
  readonly matrixWeights?: Readonly<Record<string, number>>;
  /**
   * The window and channels of an ONNX convolution with a known filter shape. Other formats have a separate operator
   * for depthwise convolutions.
   */
  readonly convolution?: ConvolutionFacts;
  /** ONNX: the values that the node reads and writes, whose types determine the engine's kernel. */
  readonly values?: { readonly inputs: readonly NodeValue[]; readonly outputs: readonly NodeValue[] };
}

export interface NodeValue {
  /** Empty for an omitted input or output. */
  readonly name: string;
  /** An element type, the full type of a value that is not a tensor, or `unknown`. */
  readonly dtype: string;
  /** Whether the file stores the value. */
  readonly isStored?: true;
}

export interface ConvolutionFacts {
  /** Sizes of the window. */
  readonly kernel: readonly number[];
  /** Input channels that each output sums over. */
  readonly channels: number;
  readonly groups: number;
}

export type QuantisationKind =
  | 'none' // 32 bits or more
  | 'float16'
  | 'bfloat16'
  | 'dynamic-int8' // int8 weights, activations quantised at run time
  | 'qdq' // ONNX: quantise and dequantise nodes around float operators
  | 'qoperator' // ONNX: integer operators
  | 'int4-blocks'
  | 'weights-only' // weights stored in fewer bits and dequantised before use
  | 'full-integer' // TFLite: weights and activations
  | 'gguf' // block types, named by `name`
  | 'mixed'
  | 'unknown';

export interface Quantisation {
  readonly kind: QuantisationKind;
  /** The format's name, e.g. `Q4_K_M`, `q4f16_1`, `int8`. */
  readonly name: string | null;
  readonly blockSize: number | null;
  /** Mean bits per weight: 8 * bytes / parameters. */
  readonly bitsPerWeight: number | null;
  /** Whether the model was trained with quantisation (QAT); `null` if the file does not specify it. */
  readonly quantisationAware: boolean | null;
  readonly evidence: readonly FactEvidence[];
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
  /** `null` if the file contains no evidence of a family. */
  readonly family: ArchitectureFamily | null;
  /** The name in the file, e.g. `llama`, `LlamaForCausalLM`. */
  readonly name: string | null;
  /** The evidence for `family`. */
  readonly evidence: readonly FactEvidence[];
  readonly layers: number | null;
  readonly heads: number | null;
  readonly keyValueHeads: number | null;
  readonly contextLength: number | null;
  readonly embeddingLength: number | null;
  readonly feedForwardLength: number | null;
  readonly vocabulary: number | null;
  readonly ropeBase: number | null;
  readonly experts: { readonly total: number; readonly used: number | null } | null;
  /** Attention window of a layer in positions, if it is smaller than the context. */
  readonly slidingWindow: number | null;
  /**
   * KV cache elements per token: the sum over layers of keyValueHeads · (key size + value size). Multiply by the size of the
   * cache's element type for bytes.
   */
  readonly cacheElementsPerToken: number | null;
}

export interface ExternalFile {
  readonly name: string;
  /** `null` if it is neither specified nor among the files. */
  readonly sizeBytes: number | null;
}

/** An architecture without any facts. Readers spread it and then override the known ones. */
export const unknownArchitecture: Architecture = {
  family: null,
  name: null,
  evidence: [{ code: 'not-specified' }],
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
