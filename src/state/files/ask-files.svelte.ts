import { AppError } from '#core/errors/error.ts';
import { embeddingTask, parseFilesLink, type FilesLink } from '#links/files-link.ts';
import { resolveScoredReference } from '#links/run-link.ts';
import { splitCitations } from '#retrieval/citations.ts';
import { ModelSlot } from '../evaluate/models/model-slot.svelte.ts';
import type { PickedModel } from '../picker/model-picker.svelte.ts';
import { findFilesFromOtherPage } from '../picker/reopen-model.ts';
import { OpenModel } from '../run/open-model.svelte.ts';
import { registerActions, reportDone, reportFailure, reportStart } from '../shell/automation-status.ts';
import { bundledModels } from '../shell/bundled-models.ts';
import { retainFiles } from '../shell/file-handoff.ts';
import { hubCatalogue } from '../shell/hub-catalogue.ts';
import { areWeightsWithoutGraph, convertWeights } from './convert-weights.ts';
import { FileLibrary } from './file-library.svelte.ts';
import { SearchEvaluation } from './search-evaluation.svelte.ts';
import { FileQuestions, type AnswerInstructions } from './file-questions.svelte.ts';

const catalogue = { models: bundledModels, hubModels: hubCatalogue };

/** A visit of the page that answers questions from the user's own files. */
export class AskFiles {
  readonly embedding = new ModelSlot(embeddingTask);
  readonly library: FileLibrary;
  readonly questions: FileQuestions;
  readonly evaluation: SearchEvaluation;
  /** Progress while the graph of chosen weights is built: a fraction, 0 to 1, or `null` if unknown. */
  conversionProgress = $state.raw<{ readonly fraction: number | null } | null>(null);
  /** Why the graph could not be built. */
  conversionError = $state.raw<AppError | null>(null);
  readonly #link: FilesLink;
  #conversion = new AbortController();
  #unregisterActions = () => {};
  /**
   * Resolves when the embedding model has been opened and has indexed the waiting files, or when opening has failed.
   */
  #embeddingReady: Promise<void> = Promise.resolve();
  #libraryReady: Promise<void> = Promise.resolve();
  #chatReady: Promise<unknown> = Promise.resolve();

  /** @throws AppError link-invalid | model-unknown */
  constructor(query: URLSearchParams, instructions: AnswerInstructions) {
    this.#link = parseFilesLink(query, catalogue);
    const { model } = this.embedding;
    if (!(model instanceof OpenModel)) throw new AppError('internal', { why: 'embeddings are tensors' });
    this.library = new FileLibrary(model);
    this.questions = new FileQuestions(this.library, instructions);
    this.evaluation = new SearchEvaluation(this.questions);
  }

  /** Loads the index, and opens the model of the link. */
  start(): void {
    this.#libraryReady = this.#start();
  }

  async #start(): Promise<void> {
    const { model, linkedId, expectsFile, question } = this.#link;
    this.#unregisterActions = registerActions({
      openModel: (files) => void this.openFiles(files),
      openChat: (files) => this.openChat({ kind: 'files', files, linkedId: null }),
      addInputs: (files) => void this.#addAndAsk(files),
    });
    this.questions.question = question ?? '';
    reportStart('ready');
    await this.library.load();
    if (this.embedding.isChosen) return; // the user or a program has chosen one in the meantime
    if (model) this.embedding.chooseModel(model);
    else if (linkedId !== null) await this.embedding.tryOpenLinked(linkedId);
    else if (expectsFile) this.embedding.chooseFiles(findFilesFromOtherPage(null));
    const { isChosen, files } = this.embedding;
    if (files.length > 0) await this.openFiles(files, linkedId);
    else if (isChosen) await this.#startOpening();
  }

  /**
   * Opens another model to embed with.
   * @throws any error of `resolveScoredReference`
   */
  async pick(picked: PickedModel): Promise<void> {
    if (picked.kind === 'files') return this.openFiles(picked.files, picked.linkedId);
    this.embedding.chooseModel(resolveScoredReference(picked.id, embeddingTask, catalogue));
    await this.#startOpening();
  }

  /** Opens the embedding model from its files; weights in safetensors are first converted to ONNX. */
  openFiles(files: readonly File[], linkedId: string | null = null): Promise<void> {
    this.cancelConversion();
    retainFiles(files);
    this.#embeddingReady = this.#convertAndOpen(files, linkedId);
    return this.#embeddingReady;
  }

  cancelConversion(): void {
    this.#conversion.abort();
    this.conversionProgress = null;
  }

  async #convertAndOpen(files: readonly File[], linkedId: string | null): Promise<void> {
    const { signal } = (this.#conversion = new AbortController());
    this.conversionError = null;
    let model = files;
    if (areWeightsWithoutGraph(files)) {
      this.embedding.clear();
      const onFraction = (fraction: number | null) => (this.conversionProgress = { fraction });
      onFraction(null);
      try {
        model = await convertWeights(files, { signal, onFraction });
      } catch (thrown) {
        if (!signal.aborted) this.conversionError = reportFailure(thrown);
      }
      if (signal.aborted) return;
      this.conversionProgress = null;
      if (this.conversionError) return;
    }
    this.embedding.chooseFiles(model, linkedId);
    await this.#openEmbedding();
  }

  openChat(picked: PickedModel): void {
    this.#chatReady = this.questions.openChat(picked);
  }

  close(): void {
    this.#unregisterActions();
    this.cancelConversion();
    this.evaluation.cancel();
    this.questions.close();
    this.library.close();
    this.embedding.clear();
  }

  #startOpening(): Promise<void> {
    this.#embeddingReady = this.#openEmbedding();
    return this.#embeddingReady;
  }

  async #openEmbedding(): Promise<void> {
    const error = await this.embedding.open({ device: null, threads: null, dimensions: {} }, null);
    if (error) reportFailure(error);
    else await this.library.embedFiles();
  }

  /** For automation clients: indexes files, and then asks the question of the link. */
  async #addAndAsk(files: readonly File[]): Promise<void> {
    const { library, questions } = this;
    reportStart('running');
    void library.add(files);
    await this.#libraryReady;
    await this.#embeddingReady;
    if (this.conversionError ?? this.embedding.model.error) return; // the error was reported already
    await library.indexWaiting();
    const [failure] = library.failures;
    if (library.documents.length === 0 && failure) return void reportFailure(failure.error);
    if (this.#link.question === null) return this.#reportAnswer();
    await this.#chatReady;
    const chatError = this.#link.expectsChat ? questions.chat.error : null;
    if (chatError) return void reportFailure(chatError);
    await questions.ask();
    if (questions.error) reportFailure(questions.error);
    else this.#reportAnswer();
  }

  #reportAnswer(): void {
    const { library, questions } = this;
    const { question = null, hasRelevantPassage = null, sources = [] } = questions.searchResult ?? {};
    const answerParts = splitCitations(questions.answer ?? '', sources.length);
    reportDone({
      question,
      isInFiles: hasRelevantPassage,
      answer: questions.answer,
      sources: sources.map(({ file, page, headings, text, similarity }, index) => ({
        source: index + 1,
        file,
        page,
        headings,
        text,
        similarity,
        isCited: answerParts.includes(index + 1),
      })),
      model: this.embedding.model.opened?.id ?? null,
      chatModel: questions.chat.opened?.id ?? null,
      files: library.documents.map(({ name, sizeBytes, passageCount }) => ({
        name,
        sizeBytes,
        passages: passageCount,
      })),
      failures: library.failures.map(({ name, error: { code, facts, message } }) => ({ name, code, facts, message })),
    });
  }
}
