import { AppError } from '#core/errors/error.ts';
import { loadOnce } from '#core/load-once.ts';
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
import { LlamaTextStream } from './llama-text-stream.ts';
import type { ThreadWatch } from './choose-threads.ts';
import { createTokenScores } from './token-scores.ts';

/** The resources of a session, which owns the contexts and shares the models. */
export interface LlamaResources {
  readonly library: LlamaLibrary;
  readonly llama: Llama;
  readonly model: LlamaModel;
  readonly context: LlamaContext;
  /** The model's own chat template, in Jinja. */
  readonly template: string | null;
  readonly file: ByteSource;
  /** `null` if the user has set the number of threads. */
  readonly threadWatch: ThreadWatch | null;
  /** The context of a draft model, for speculative decoding; `null` if there is none. */
  readonly draft: LlamaContext | null;
  /** `null` if the setting `promptCache` is off. */
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
  readonly #resources: LlamaResources;
  readonly #sequence: LlamaSequence;
  #embeddings: Promise<EmbeddingContext> | null = null;

  constructor(resources: LlamaResources, facts: TextFacts) {
    this.#facts = facts;
    this.#resources = resources;
    const { library, context, draft } = resources;
    const predictor = draft && new library.code.DraftSequenceTokenPredictor(draft.getSequence());
    const sequence = (this.#sequence = context.getSequence(predictor ? { tokenPredictor: predictor } : undefined));
    this.scores = createTokenScores({
      model: resources.model,
      sequence,
      prefill: (tokens, length) => this.#prefill(tokens, length),
    });
  }

  /** The number of threads falls when another program uses the CPU. */
  get facts(): TextFacts {
    const { threadWatch } = this.#resources;
    return threadWatch ? { ...this.#facts, threads: threadWatch.threads } : this.#facts;
  }

  async memory(): Promise<MemoryInUse> {
    const { kvCacheBytes } = this.#facts;
    return {
      ...readProcessMemory(),
      weightsBytes: this.#resources.model.size,
      ...(kvCacheBytes === null ? { notStated: ['kv-cache-not-stated'] } : { kvCacheBytes }),
    };
  }

  /** Restores the state that an earlier session stored. Must be called before any other method. */
  async restore(): Promise<void> {
    await this.#resources.promptCache?.load(this.#sequence);
  }

  async *generate(request: TextRequest, stop: AbortSignal): AsyncGenerator<string, TextUsage> {
    const { library, llama, model, threadWatch } = this.#resources;
    const timer = new GenerationTimer();
    const startedMs = performance.now();
    const prompt = tokenisePrompt(request.prompt, this.#resources);
    const { jsonSchema } = request;
    const grammar = jsonSchema && (await createJsonGrammar(library, llama, model, jsonSchema));
    const sampling = { ...this.#toSampling(request), ...(grammar && { grammarEvaluationState: grammar }) };
    const textStream = new LlamaTextStream(model, prompt, request.stop ?? []);
    const limit = Math.min(request.maxTokens, this.facts.contextLength - prompt.length);
    this.#applyThreadCount();
    const reusedTokens = await this.#reusePrefix(prompt);
    const lastBatch = await this.#processBatches(prompt.slice(reusedTokens), stop);
    let tokens = 0;
    let promptMs: number | null = null;
    let ended: TextUsage['ended'] = limit > 0 && !stop.aborted ? 'model' : stop.aborted ? 'stopped' : 'length';
    threadWatch?.startWindow();
    for await (const token of ended === 'model' ? this.#sequence.evaluate(lastBatch, sampling) : []) {
      promptMs ??= performance.now() - startedMs;
      tokens++;
      threadWatch?.onToken();
      const stableText = textStream.push(token);
      if (stableText !== '') {
        timer.onText();
        yield stableText;
      }
      if (textStream.isStopped) break;
      if (stop.aborted) ended = 'stopped';
      else if (tokens >= limit) ended = 'length';
      else continue;
      break;
    }
    const remainder = textStream.end();
    if (remainder !== '') {
      timer.onText();
      yield remainder;
    }
    const processedTokens = prompt.length - reusedTokens;
    return {
      promptTokens: prompt.length,
      tokens,
      // After a mostly cached prompt, the few processed tokens do not represent the prefill rate.
      prefillTokensPerS:
        promptMs !== null && reusedTokens <= processedTokens ? (1000 * processedTokens) / promptMs : null,
      ...timer.computeRates(tokens),
      ended,
    };
  }

  async time({ prompt, tokens, reuseContext, topTokens }: TimedTextRequest): Promise<TextTiming> {
    const sequence = this.#sequence;
    const promptTokens = tokenisePrompt(prompt, this.#resources);
    this.#applyThreadCount();
    if (!reuseContext) await sequence.clearHistory();
    const reusedTokens = await this.#reusePrefix(promptTokens);
    const greedy = { temperature: 0, yieldEogToken: true };
    const steps: NonNullable<TextTiming['steps']>[number][] = [];
    let generatedTokens = 0;
    let promptMs = 0;
    const startedMs = performance.now();
    const generation = sequence.evaluateWithMetadata(
      promptTokens.slice(reusedTokens),
      { probabilities: topTokens !== undefined },
      greedy,
    );
    for await (const { token, probabilities } of generation) {
      if (generatedTokens++ === 0) promptMs = performance.now() - startedMs;
      if (probabilities && topTokens !== undefined)
        steps.push({ token, topTokens: takeTopTokens(probabilities, topTokens) });
      if (generatedTokens >= tokens) break;
    }
    return {
      reusedTokens,
      promptTokens: promptTokens.length - reusedTokens,
      promptMs,
      decodeTokens: generatedTokens - 1,
      decodeMs: performance.now() - startedMs - promptMs,
      ...(topTokens !== undefined && { steps }),
    };
  }

  getVocabulary(): Promise<readonly string[]> {
    return readVocabulary(this.#resources.file);
  }

  async embed(text: string): Promise<Embedding> {
    this.#embeddings ??= this.#resources.model.createEmbeddingContext({ threads: this.facts.threads });
    const embeddings = await this.#embeddings;
    const { vector } = await embeddings.getEmbeddingFor(text);
    return { vector, tokens: embeddings.calculateInputLength(text) };
  }

  /** May be called twice, because a benchmark closes the session before it opens the reference. */
  readonly close = loadOnce(async () => {
    await (await this.#embeddings)?.dispose();
    await this.#resources.promptCache?.save(this.#sequence).catch(() => {}); // ignored, for example on a full disk: the cache only saves time
    await this.#resources.context.dispose();
    await this.#resources.draft?.dispose();
    await this.#resources.release();
  });

  async #prefill(tokens: readonly Token[], length: number): Promise<void> {
    this.#checkLength(length - 1); // the last token is only predicted, so it takes no space in the context
    this.#applyThreadCount();
    await this.#sequence.clearHistory();
    if (tokens.length > 0) await this.#sequence.evaluateWithoutGeneratingNewTokens(tokens);
  }

  /** Applies this session's number of threads to the whole engine. */
  #applyThreadCount(): void {
    this.#resources.llama.maxThreads = this.facts.threads;
  }

  /**
   * Keeps the prefix of `prompt` that is already in the context, and removes the remaining tokens.
   * @returns the length of the prefix in tokens, less than that of the prompt, whose last token is needed to predict the next
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
    const { batchSize } = this.#resources.context;
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

function takeTopTokens(probabilities: ReadonlyMap<Token, number>, count: number) {
  return [...probabilities].slice(0, count).map(([token, probability]) => ({
    token,
    logprob: Math.log(probability),
  }));
}
