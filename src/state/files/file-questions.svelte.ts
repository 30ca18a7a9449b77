import type { SearchRequest } from '#bridge/files-contract.ts';
import { asAppError, type AppError } from '#core/errors/error.ts';
import type { ChatMessage, TextRequest } from '#core/engine/text-session.ts';
import type { FoundPassage } from '#retrieval/index/passage-index.ts';
import { noModel } from '#retrieval/no-model.ts';
import controlQuestions from '#retrieval/control-questions.json' with { type: 'json' };
import { generateAnswer } from '../chat/answer-generation.ts';
import { TextModel, type TextSubject } from '../chat/text-model.svelte.ts';
import type { PickedModel } from '../picker/model-picker.svelte.ts';
import type { FileLibrary } from './file-library.svelte.ts';

/** A passage with the name of the file that it is from. */
export interface Source extends FoundPassage {
  readonly file: string;
}

/** The passages found for a question. */
export interface SearchResult {
  readonly question: string;
  /** The most relevant first. */
  readonly sources: readonly Source[];
  /** Whether at least one source is relevant to the question. */
  readonly hasRelevantPassage: boolean;
}

/** The instructions to the language model, in the words of the user's language. */
export interface AnswerInstructions {
  readonly system: string;
  readonly user: (sources: readonly Source[], question: string) => string;
}

/** Number of passages shown. Heuristic, not measured. */
const maxShownSources = 6;
/** Number of passages passed to the language model. Heuristic, not measured. */
const maxPromptSources = 4;
const maxAnswerTokens = 256;
/** Assumed characters per token: fewer than in English text, so that the passages fit. Heuristic, not measured. */
const charactersPerToken = 3;

/** A question about the user's files, with the relevant passages and a language model's answer from them. */
export class FileQuestions {
  question = $state('');
  searchResult = $state.raw<SearchResult | null>(null);
  /** The answer generated so far; `null` if there is none. */
  answer = $state<string | null>(null);
  isBusy = $state(false);
  error = $state.raw<AppError | null>(null);
  readonly chat = new TextModel();
  readonly #library: FileLibrary;
  readonly #instructions: AnswerInstructions;
  #controller = new AbortController();
  #controlEmbeddings: { readonly model: string; readonly vectors: readonly Float32Array[] } | null = null;

  constructor(library: FileLibrary, instructions: AnswerInstructions) {
    this.#library = library;
    this.#instructions = instructions;
  }

  /** Whether only words are searched, because no model to embed the question is open. */
  get usesKeywordsOnly(): boolean {
    return this.#library.model === null;
  }

  /** Whether there are files that can be searched. */
  get isReady(): boolean {
    const { documents, model } = this.#library;
    if (model === null) return documents.length > 0;
    return documents.some((document) => document.model === model);
  }

  get canAsk(): boolean {
    return !this.isBusy && this.isReady && this.question.trim() !== '';
  }

  /** Opens the language model that answers. */
  openChat(picked: PickedModel): Promise<AppError | null> {
    const subject: TextSubject =
      picked.kind === 'files' ? { kind: 'files', files: picked.files } : { kind: 'model', id: picked.id };
    return this.chat.open({ subject, engine: null, device: null, threads: null });
  }

  /**
   * Finds passages and generates an answer, if one of them is relevant to the question and a language model is open.
   */
  async ask(): Promise<void> {
    const { signal } = (this.#controller = new AbortController());
    const question = this.question.trim();
    [this.isBusy, this.error, this.answer, this.searchResult] = [true, null, null, null];
    try {
      const vector = await this.embedQuestion(question, signal);
      const passages = await this.search(question, vector, { method: 'hybrid', maxPassages: maxShownSources });
      this.searchResult = passages;
      if (passages.hasRelevantPassage && this.chat.opened) await this.#answer(passages, signal);
    } catch (thrown) {
      const error = asAppError(thrown);
      if (error.code !== 'aborted') this.error = error;
    }
    this.isBusy = false;
  }

  /** Stops generating the answer; the text so far remains. */
  stop(): void {
    this.#controller.abort();
  }

  close(): void {
    this.stop();
    this.chat.close();
  }

  /**
   * Embeds a question; the vector is empty without a model. The first call with a model also embeds the control
   * questions.
   */
  async embedQuestion(question: string, signal: AbortSignal): Promise<Float32Array> {
    const { model } = this.#library;
    if (model === null) return new Float32Array();
    if (this.#controlEmbeddings?.model !== model)
      this.#controlEmbeddings = { model, vectors: await this.#library.embed(controlQuestions, signal) };
    const [vector] = await this.#library.embed([question], signal);
    return vector!;
  }

  async search(
    question: string,
    vector: Float32Array,
    { method, maxPassages }: Pick<SearchRequest, 'method' | 'maxPassages'>,
  ): Promise<SearchResult> {
    const { model, documents, handle } = this.#library;
    const controls = this.#controlEmbeddings?.vectors ?? [];
    const { passages, hasRelevantPassage } = await handle.search({
      model: model ?? noModel,
      question,
      vector,
      controls,
      maxPassages,
      method,
    });
    const names = new Map(documents.map(({ id, name }) => [id, name]));
    return {
      question,
      sources: passages.map((passage) => Object.assign(passage, { file: names.get(passage.document) ?? '' })),
      hasRelevantPassage,
    };
  }

  async #answer({ question, sources }: SearchResult, signal: AbortSignal): Promise<void> {
    const { contextLength, hasChatTemplate } = this.chat.opened!.facts;
    const { system, user } = this.#instructions;
    const maxCharacters = (contextLength - maxAnswerTokens) * charactersPerToken - system.length - question.length;
    const content = user(selectFittingSources(sources.slice(0, maxPromptSources), maxCharacters), question);
    const messages: readonly ChatMessage[] = [
      { role: 'system', content: system },
      { role: 'user', content },
    ];
    const prompt: TextRequest['prompt'] = hasChatTemplate ? messages : `${system}\n\n${content}\n`;
    this.answer = '';
    const steps = this.chat.generate({ prompt, maxTokens: maxAnswerTokens, temperature: 0 }, signal);
    const { text, error } = await generateAnswer(steps, (partialText) => (this.answer = partialText));
    this.answer = text;
    if (error) throw error;
  }
}

/** Selects the first sources that together have at most `maxCharacters` characters, but at least one source. */
function selectFittingSources(sources: readonly Source[], maxCharacters: number): readonly Source[] {
  let used = 0;
  return sources.filter(({ text }, index) => (used += text.length) <= maxCharacters || index === 0);
}
