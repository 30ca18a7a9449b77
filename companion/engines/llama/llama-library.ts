import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/*
 * The API of node-llama-cpp 3.21, as far as Assay uses it. The package is not a dependency: `assay engines add llama`
 * installs it (`packages/`).
 */

/** A token's id. */
export type Token = number;

export interface Llama {
  /** The GPU backend in use, such as `cuda`; `false` if there is none. */
  readonly gpu: string | false;
  /** Can be changed while an answer is generated. */
  maxThreads: number;
  readonly llamaCppRelease: { readonly release: string };
  loadModel(options: {
    readonly modelPath: string;
    readonly gpuLayers:
      | number
      | 'auto'
      | { readonly min: number; readonly fitContext: { readonly contextSize: number } };
    readonly useMlock: boolean;
    readonly defaultContextFlashAttention: boolean;
    readonly defaultContextSwaFullCache: boolean;
  }): Promise<LlamaModel>;
  createGrammarForJsonSchema(schema: object): Promise<{ readonly grammar: string }>;
  createGrammar(options: { readonly grammar: string }): Promise<object>;
  getGpuDeviceNames(): Promise<string[]>;
}

export interface LlamaModel {
  readonly gpuLayers: number;
  /** The size of the tensors in bytes. */
  readonly size: number;
  readonly tokens: {
    readonly bos: Token | null;
    readonly bosString: string | null;
    readonly eosString: string | null;
    readonly shouldPrependBosToken: boolean;
  };
  tokenize(text: string, specialTokens?: boolean): Token[];
  detokenize(tokens: readonly Token[], specialTokens?: boolean, lastTokens?: readonly Token[]): string;
  createContext(options: {
    readonly contextSize: number;
    readonly batchSize?: number;
    readonly threads: { readonly ideal: number; readonly min: number };
    readonly lora?: { readonly adapters: readonly { readonly filePath: string }[] };
  }): Promise<LlamaContext>;
  createEmbeddingContext(options: { readonly threads: number }): Promise<EmbeddingContext>;
  dispose(): Promise<void>;
}

export interface LlamaContext {
  readonly contextSize: number;
  readonly batchSize: number;
  readonly currentThreads: number;
  getSequence(options?: { readonly tokenPredictor: object }): LlamaSequence;
  dispose(): Promise<void>;
}

export interface EmbeddingContext {
  /** The number of tokens of a text, including the model's start and end tokens. */
  calculateInputLength(text: string): number;
  getEmbeddingFor(text: string): Promise<{ readonly vector: readonly number[] }>;
  dispose(): Promise<void>;
}

/** The options by which the next token is sampled. Temperature 0 is greedy. */
export interface Sampling {
  readonly temperature?: number;
  readonly minP?: number;
  readonly topK?: number;
  readonly topP?: number;
  readonly seed?: number;
  readonly repeatPenalty?: { readonly punishTokens: () => Token[]; readonly penalty: number };
  readonly grammarEvaluationState?: object;
  /** Yields tokens that end a text, and continues after them. */
  readonly yieldEogToken?: boolean;
}

/** The information to return about the token that follows a given one. */
interface ScoredToken {
  readonly generateNext: { readonly token: true; readonly probabilities: true; readonly options: Sampling };
}

interface TokenScore {
  /** `probabilities` has the whole vocabulary, as float32. */
  readonly next: { readonly token: Token; readonly probabilities: ReadonlyMap<Token, number> };
}

export interface LlamaSequence {
  /** The number of tokens whose state is in the context. */
  readonly nextTokenIndex: number;
  readonly contextTokens: readonly Token[];
  clearHistory(): Promise<void>;
  saveStateToFile(path: string): Promise<unknown>;
  /** Undefined behaviour for the state of another model. */
  loadStateFromFile(path: string, accept: { readonly acceptRisk: true }): Promise<void>;
  /** The number of tokens proposed by the predictor that the model has accepted and rejected. */
  readonly tokenPredictions: { readonly validated: number; readonly refuted: number };
  /** Removes everything after the common prefix of the context and `tokens`. */
  adaptStateToTokens(tokens: readonly Token[], allowShift: boolean): Promise<void>;
  evaluate(tokens: readonly Token[], options: Sampling): AsyncGenerator<Token, void>;
  evaluateWithMetadata(
    tokens: readonly Token[],
    metadata: { readonly probabilities: boolean },
    options: Sampling,
  ): AsyncGenerator<{ readonly token: Token; readonly probabilities?: ReadonlyMap<Token, number> }, void>;
  evaluateWithoutGeneratingNewTokens(tokens: readonly Token[]): Promise<void>;
  /**
   * Processes tokens, and samples the successor of each.
   * @returns one element per token
   */
  controlledEvaluate(tokens: readonly (readonly [Token, ScoredToken])[]): Promise<readonly TokenScore[]>;
}

/** A chat template in Jinja. */
interface Template {
  render(values: object): string;
}

interface NodeLlamaCpp {
  getLlama(options: {
    readonly gpu: 'auto' | false;
    readonly build: 'never';
    readonly skipDownload: true;
    readonly progressLogs: false;
    readonly maxThreads: number;
    readonly logger: (level: string, message: string) => void;
  }): Promise<Llama>;
  /** Speculative decoding: a smaller model proposes tokens, which the model checks in one batch. */
  readonly DraftSequenceTokenPredictor: new (draft: LlamaSequence) => object;
  readonly LlamaGrammarEvaluationState: new (options: { model: LlamaModel; grammar: object }) => object;
}

export interface LlamaLibrary {
  readonly version: string;
  readonly code: NodeLlamaCpp;
  readonly Template: new (template: string) => Template;
}

/** The renderer that node-llama-cpp uses itself, installed as its dependency. */
const templateRenderer = '@huggingface/jinja';

/**
 * Loads node-llama-cpp and its template renderer.
 * @param path the path of its module `index.js`
 */
export async function loadLlamaLibrary(path: string): Promise<LlamaLibrary> {
  const require = createRequire(path);
  const load = async <T>(file: string) => (await import(pathToFileURL(file).href)) as T;
  const code = await load<NodeLlamaCpp>(path);
  const { Template } = await load<Pick<LlamaLibrary, 'Template'>>(require.resolve(templateRenderer));
  const { version } = require('../package.json') as { version: string };
  return { version, code, Template };
}
