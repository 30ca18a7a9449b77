import type {
  EvaluationItem,
  EvaluationScores,
  ItemFile,
  TextWindow,
  TokenCount,
} from '#evaluate/items/evaluation-item.ts';
import { AppError } from '#core/errors/error.ts';
import type { EvaluatedItem } from '#core/task/evaluated-item.ts';
import type { TaskEvaluation } from '#core/task/evaluation.ts';
import type { TaskRun } from '#core/task/task.ts';
import type { TextSession, TokenScores } from '#core/engine/text-session.ts';
import { evaluateItems, type OpenedItem } from '#evaluate/run/evaluate-items.ts';
import { listPerplexityWindows } from '#metrics/language-model.ts';
import { scoreDataset } from '#metrics/score-dataset.ts';
import { computeSha256Hex } from '#core/encoding/sha256.ts';
import { loadEvaluation, textGeneration } from '#tasks/scored-tasks.ts';
import { corruptText } from './corrupt-text.ts';
import type { ItemReader } from './item-reader.ts';

/** Maximum length of an answer: enough for a name, a number or a sentence. Heuristic, not measured. */
const maxAnswerTokens = 64;

/** A question, or a window of tokens in which those from index `from` are predicted. */
type TextInput = { readonly question: string } | { readonly tokens: readonly number[]; readonly from: number };

/** The tokens of a file, with the start token first if the model has one. */
interface FileTokens {
  readonly tokens: Int32Array<ArrayBuffer>;
  readonly startToken: number | null;
}

/** Evaluates text items on an open language model: answers to questions, or token predictions of plain text. */
export class TextEvaluator {
  readonly #session: TextSession;
  readonly #openFile: ItemReader['openFile'];
  /** Tokens by path in the dataset. */
  readonly #files = new Map<string, FileTokens>();
  #evaluation: TaskEvaluation<unknown, unknown> | undefined;

  constructor(session: TextSession, { openFile }: Pick<ItemReader, 'openFile'>) {
    this.#session = session;
    this.#openFile = openFile;
  }

  /**
   * Runs items and reduces each result to its outcome.
   * @param stop aborts the current item and all later ones, which then fail
   */
  async evaluate(
    items: readonly EvaluationItem[],
    returnGroundTruth: boolean,
    stop: AbortSignal,
  ): Promise<readonly EvaluatedItem[]> {
    const hasLabels = items.every(({ window }) => window === undefined);
    const evaluation = (this.#evaluation = await loadEvaluation(textGeneration, hasLabels))!;
    const evaluator = {
      open: (item: EvaluationItem) => this.#open(item, stop),
      digest: async (item: EvaluationItem) => ({ sha256: await computeSha256Hex(await this.#readDigestInput(item)) }),
      run: (input: TextInput) => this.#run(input, stop),
      evaluation,
    };
    return evaluateItems(items, evaluator, returnGroundTruth);
  }

  /** Computes the metrics of the outcomes of {@link evaluate}. */
  async score(outcomes: readonly unknown[]): Promise<EvaluationScores> {
    if (!this.#evaluation) throw new AppError('internal', { why: 'nothing was evaluated' });
    return { scores: scoreDataset(outcomes, this.#evaluation.metrics), memory: await this.#session.memory() };
  }

  /** Tokenises a file, which items with windows need first. */
  async countTokens(path: string, file: ItemFile): Promise<TokenCount> {
    const { tokens, startToken } = await this.#requireScores().tokenise(await this.#readText(file));
    const fileTokens = { tokens: Int32Array.from(startToken === null ? tokens : [startToken, ...tokens]), startToken };
    this.#files.set(path, fileTokens);
    const sha256 = await computeSha256Hex(new Uint8Array(fileTokens.tokens.buffer));
    return { tokens: fileTokens.tokens.length, sha256 };
  }

  async #open(
    { file, text, window, truth, corruption }: EvaluationItem,
    stop: AbortSignal,
  ): Promise<OpenedItem<TextInput>> {
    if (stop.aborted) throw new AppError('aborted');
    const startMs = performance.now();
    const toOpenedItem = (input: TextInput, itemTruth: OpenedItem<TextInput>['truth']) => ({
      input,
      truth: itemTruth,
      decodeMs: performance.now() - startMs,
      close: () => {},
    });
    if (window) {
      const { tokens, from } = this.#toTokens(window);
      return toOpenedItem({ tokens, from }, { kind: 'tokens', tokens });
    }
    const question = text ?? (file ? await this.#readText(file) : '');
    return toOpenedItem({ question: corruption ? corruptText(question, corruption) : question }, truth);
  }

  async #run(input: TextInput, stop: AbortSignal): Promise<TaskRun<unknown>> {
    const startMs = performance.now();
    const result =
      'question' in input
        ? await this.#answer(input.question, stop)
        : await this.#requireScores().predict(input.tokens, input.from);
    if (stop.aborted) throw new AppError('aborted');
    const inferenceMs = performance.now() - startMs;
    return { result, timing: { preMs: 0, inferenceMs, postMs: 0 }, graphRuns: {} };
  }

  async #readText(file: ItemFile): Promise<string> {
    return new TextDecoder().decode(await (await this.#openFile(file)).arrayBuffer());
  }

  /** Answers greedily, so that results are reproducible, with the chat template if the model has one. */
  async #answer(question: string, stop: AbortSignal): Promise<string> {
    const { hasChatTemplate } = this.#session.facts;
    const prompt = hasChatTemplate ? [{ role: 'user', content: question } as const] : question;
    let answer = '';
    for await (const text of this.#session.generate({ prompt, maxTokens: maxAnswerTokens, temperature: 0 }, stop)) {
      answer += text;
    }
    return answer.trim();
  }

  async #readDigestInput({ file, text, window }: EvaluationItem): Promise<Uint8Array<ArrayBuffer>> {
    if (window) return new Uint8Array(Int32Array.from(this.#toTokens(window).tokens).buffer);
    if (file) return new Uint8Array(await (await this.#openFile(file)).arrayBuffer());
    return new TextEncoder().encode(text);
  }

  /**
   * The tokens of a window and the index of the first scored one. A window begins with the start token, as in
   * llama.cpp.
   */
  #toTokens({ path, index, length }: TextWindow): { readonly tokens: readonly number[]; readonly from: number } {
    const file = this.#files.get(path);
    const window = file && listPerplexityWindows(file.tokens.length, length)[index];
    if (!file || !window) throw new AppError('file-changed', { file: path });
    const tokens = [...file.tokens.subarray(window.start, window.end)];
    if (file.startToken !== null) tokens[0] = file.startToken;
    return { tokens, from: window.scoredFrom - window.start };
  }

  /** @throws AppError input-invalid (engine-without-token-scores) */
  #requireScores(): TokenScores {
    const { scores, facts } = this.#session;
    if (scores) return scores;
    throw new AppError('input-invalid', {
      name: 'engine',
      reason: 'engine-without-token-scores',
      engine: facts.engine,
    });
  }
}
