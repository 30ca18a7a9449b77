import { AppError } from '#core/errors/error.ts';
import { loadOnce } from '#core/once.ts';
import type { MemoryInUse } from '#core/engine/runtime.ts';
import type { ByteSource } from '#core/model/model.ts';
import type {
  TextFacts,
  TextRequest,
  TextTiming,
  TextUsage,
  TimedTextRequest,
  TokenScores,
} from '#core/engine/text-session.ts';
import { readVocabulary } from '#formats/gguf/vocabulary.ts';
import { GenerationTimer } from '#runtimes/generation-timer.ts';
import type { Embedding, NativeTextSession } from '../native-engine.ts';
import { readProcessMemory } from '../process-memory.ts';
import { createJsonGrammar } from './json-grammar.ts';
import type {
  EmbeddingContext,
  Llama,
  LlamaContext,
  LlamaLibrary,
  LlamaModel,
  LlamaSequence,
  Sampling,
  Token,
} from './llama-library.ts';
import type { PromptCache } from './prompt-cache.ts';
import { tokenisePrompt } from './prompt-tokens.ts';
import { TextStream } from './llama-text-stream.ts';
import type { ThreadWatch } from './choose-threads.ts';
import { createTokenScores } from './token-scores.ts';

/** The parts of a session, which owns the context and shares the model. */
export interface OpenLlama {
  readonly library: LlamaLibrary;
  readonly llama: Llama;
  readonly model: LlamaModel;
  readonly context: LlamaContext;
  /** The model's own chat template, in Jinja. */
  readonly template: string | null;
  readonly file: ByteSource;
  /** `null` if the number of threads was requested. */
  readonly watch: ThreadWatch | null;
  /** A context of a smaller model that proposes tokens; `null` if there is none. */
  readonly draft: LlamaContext | null;
  /** `null` if the state is not stored. */
  readonly promptCache: PromptCache | null;
  /** Releases the models, which other sessions may share. */
  readonly release: () => Promise<void>;
}

/** llama.cpp's default of `repeat_last_n`. */
const penalisedTokens = 64;
/** llama.cpp's default temperature; the library's own is 0. */
const defaultTemperature = 0.8;

export class LlamaSession implements NativeTextSession {
  readonly kind = 'text';
  readonly scores: TokenScores;
  readonly #facts: TextFacts;
  readonly #open: OpenLlama;
  readonly #sequence: LlamaSequence;
  #embeddings: Promise<EmbeddingContext> | null = null;

  constructor(open: OpenLlama, facts: TextFacts) {
    this.#facts = facts;
    this.#open = open;
    const { library, context, draft } = open;
    const predictor = draft && new library.code.DraftSequenceTokenPredictor(draft.getSequence());
    const sequence = (this.#sequence = context.getSequence(predictor ? { tokenPredictor: predictor } : undefined));
    this.scores = createTokenScores({
      model: open.model,
      sequence,
      prefill: (tokens, length) => this.#prefill(tokens, length),
    });
  }

  /** `threads` decreases if another program uses the CPU. */
  get facts(): TextFacts {
    const { watch } = this.#open;
    return watch ? { ...this.#facts, threads: watch.threads } : this.#facts;
  }

  async memory(): Promise<MemoryInUse> {
    const { kvCacheBytes } = this.#facts;
    return {
      ...readProcessMemory(),
      weightsBytes: this.#open.model.size,
      ...(kvCacheBytes === null ? { notStated: ['kv-cache-not-stated'] } : { kvCacheBytes }),
    };
  }

  /** Restores the state that an earlier session stored. To be called before any other method. */
  async restore(): Promise<void> {
    await this.#open.promptCache?.load(this.#sequence);
  }

  async *generate(request: TextRequest, stop: AbortSignal): AsyncGenerator<string, TextUsage> {
    const { library, llama, model, watch } = this.#open;
    const timer = new GenerationTimer();
    const startedMs = performance.now();
    const prompt = tokenisePrompt(request.prompt, this.#open);
    const { jsonSchema } = request;
    const grammar = jsonSchema && (await createJsonGrammar(library, llama, model, jsonSchema));
    const sampling = { ...this.#toSampling(request), ...(grammar && { grammarEvaluationState: grammar }) };
    const text = new TextStream(model, prompt, request.stop ?? []);
    const limit = Math.min(request.maxTokens, this.facts.contextLength - prompt.length);
    this.#useThreads();
    const reused = await this.#reusePrefix(prompt);
    const rest = await this.#processBatches(prompt.slice(reused), stop);
    let tokens = 0;
    let promptMs: number | null = null;
    let ended: TextUsage['ended'] = limit > 0 && !stop.aborted ? 'model' : stop.aborted ? 'stopped' : 'length';
    watch?.begin();
    for await (const token of ended === 'model' ? this.#sequence.evaluate(rest, sampling) : []) {
      promptMs ??= performance.now() - startedMs;
      tokens++;
      watch?.onToken();
      const certain = text.push(token);
      if (certain !== '') {
        timer.onText();
        yield certain;
      }
      if (text.isStopped) break;
      if (stop.aborted) ended = 'stopped';
      else if (tokens >= limit) ended = 'length';
      else continue;
      break;
    }
    const remainder = text.end();
    if (remainder !== '') {
      timer.onText();
      yield remainder;
    }
    const processed = prompt.length - reused;
    return {
      promptTokens: prompt.length,
      tokens,
      // The rate of a few tokens after a cached prompt does not represent prompt processing.
      prefillTokensPerS: promptMs !== null && reused <= processed ? (1000 * processed) / promptMs : null,
      ...timer.times(tokens),
      ended,
    };
  }

  async time({ prompt, tokens, reuseContext, topTokens }: TimedTextRequest): Promise<TextTiming> {
    const sequence = this.#sequence;
    const all = tokenisePrompt(prompt, this.#open);
    this.#useThreads();
    if (!reuseContext) await sequence.clearHistory();
    const reusedTokens = await this.#reusePrefix(all);
    const greedy = { temperature: 0, yieldEogToken: true };
    const steps: NonNullable<TextTiming['steps']>[number][] = [];
    let generated = 0;
    let promptMs = 0;
    const startedMs = performance.now();
    const generation = sequence.evaluateWithMetadata(
      all.slice(reusedTokens),
      { probabilities: topTokens !== undefined },
      greedy,
    );
    for await (const { token, probabilities } of generation) {
      if (generated++ === 0) promptMs = performance.now() - startedMs;
      if (probabilities && topTokens !== undefined)
        steps.push({ token, topTokens: findLikeliest(probabilities, topTokens) });
      if (generated >= tokens) break;
    }
    return {
      reusedTokens,
      promptTokens: all.length - reusedTokens,
      promptMs,
      decodeTokens: generated - 1,
      decodeMs: performance.now() - startedMs - promptMs,
      ...(topTokens !== undefined && { steps }),
    };
  }

  getVocabulary(): Promise<readonly string[]> {
    return readVocabulary(this.#open.file);
  }

  async embed(text: string): Promise<Embedding> {
    this.#embeddings ??= this.#open.model.createEmbeddingContext({ threads: this.facts.threads });
    const embeddings = await this.#embeddings;
    const { vector } = await embeddings.getEmbeddingFor(text);
    return { vector, tokens: embeddings.calculateInputLength(text) };
  }

  /** May be called again: a benchmark closes the session before it opens the reference. */
  readonly close = loadOnce(async () => {
    await (await this.#embeddings)?.dispose();
    await this.#open.promptCache?.save(this.#sequence).catch(() => {}); // for example on a full disk; the cache only saves time
    await this.#open.context.dispose();
    await this.#open.draft?.dispose();
    await this.#open.release();
  });

  async #prefill(tokens: readonly Token[], length: number): Promise<void> {
    this.#checkLength(length - 1); // the last token is predicted only
    this.#useThreads();
    await this.#sequence.clearHistory();
    if (tokens.length > 0) await this.#sequence.evaluateWithoutGeneratingNewTokens(tokens);
  }

  /** Sets the number of threads of all sessions to that of this session. */
  #useThreads(): void {
    this.#open.llama.maxThreads = this.facts.threads;
  }

  /**
   * Keeps the prefix of `prompt` that is in the context, and removes everything else from the context.
   * @returns the length of the prefix, which is shorter than the prompt, because processing the last token predicts the next
   * @throws AppError input-invalid for a prompt that does not fit
   */
  async #reusePrefix(prompt: readonly Token[]): Promise<number> {
    this.#checkLength(prompt.length);
    await this.#sequence.adaptStateToTokens(prompt.slice(0, -1), false);
    return this.#sequence.nextTokenIndex;
  }

  /** @throws AppError input-invalid if the context is full after this number of tokens */
  #checkLength(tokens: number): void {
    if (tokens < this.facts.contextLength) return;
    const comparison = `${tokens} > ${this.facts.contextLength}`;
    throw new AppError('input-invalid', { name: 'prompt', reason: 'prompt-beyond-context', why: comparison });
  }

  /**
   * Processes a long prompt batch by batch, so that it can be stopped.
   * @returns the tokens that are not processed yet
   */
  async #processBatches(tokens: readonly Token[], stop: AbortSignal): Promise<readonly Token[]> {
    const { batchSize } = this.#open.context;
    let offset = 0;
    for (; tokens.length - offset > batchSize && !stop.aborted; offset += batchSize) {
      await this.#sequence.evaluateWithoutGeneratingNewTokens(tokens.slice(offset, offset + batchSize));
    }
    return tokens.slice(offset);
  }

  #toSampling({ temperature = defaultTemperature, topP, topK, seed, repeatPenalty }: TextRequest): Sampling {
    return {
      temperature,
      ...(topP !== undefined && { topP }),
      ...(topK !== undefined && { topK }),
      ...(seed !== undefined && { seed }),
      ...(repeatPenalty !== undefined && {
        repeatPenalty: {
          penalty: repeatPenalty,
          punishTokens: () => this.#sequence.contextTokens.slice(-penalisedTokens),
        },
      }),
    };
  }
}

function findLikeliest(probabilities: ReadonlyMap<Token, number>, count: number) {
  return [...probabilities].slice(0, count).map(([token, probability]) => ({
    token,
    logprob: Math.log(probability),
  }));
}
