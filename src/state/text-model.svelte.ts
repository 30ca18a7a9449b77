import type { OpenedText } from '#bridge/contract.ts';
import { openTextSession, type TextHandle } from '#bridge/text-handle.ts';
import type { TextRuntimeId } from '#core/engines.ts';
import { textEngine } from '#core/entry-file.ts';
import { AppError, asAppError } from '#core/error.ts';
import type { Subject } from '#core/model.ts';
import { readModelId } from '#core/model-id.ts';
import type { Progress } from '#core/report.ts';
import type { TextRequest, TextUsage } from '#core/text.ts';
import type { TextSetup } from './chat-link.ts';

/** The user's files, or a model that this browser keeps. */
export type TextSubject = Exclude<Subject, { readonly kind: 'workload' }>;

export interface TextChoice extends TextSetup {
  readonly subject: TextSubject;
  readonly runtime: TextRuntimeId | null;
}

/** The one language model that the Chat page holds open. Opening another closes the one before. */
export class TextModel {
  opened = $state.raw<OpenedText | null>(null);
  progress = $state.raw<Progress | null>(null);
  error = $state.raw<AppError | null>(null);
  isOpening = $state(false);
  #handle: TextHandle | null = null;
  #stop = new AbortController();
  #choice: TextChoice | null = null;

  /** What goes wrong is in `error`. */
  async open(choice: TextChoice): Promise<void> {
    this.close();
    const stop = (this.#stop = new AbortController());
    const isCurrent = () => stop === this.#stop;
    this.#choice = choice;
    this.isOpening = true;
    try {
      const onProgress = (progress: Progress) => isCurrent() && (this.progress = progress);
      const handle = await openTextSession(requestFor(choice), { signal: stop.signal, onProgress });
      if (!isCurrent()) return handle.close();
      this.#handle = handle;
      this.opened = handle.opened;
    } catch (thrown) {
      if (isCurrent()) this.error = asAppError(thrown);
    } finally {
      if (isCurrent()) this.isOpening = false;
    }
  }

  /** Opens the same files again, after a fault or a cancel. */
  async reopen(): Promise<void> {
    if (this.#choice) await this.open(this.#choice);
  }

  cancel(): void {
    this.#stop.abort();
  }

  /** @throws AppError what the session throws, or worker-died; a dead worker is replaced before the next answer */
  async *generate(request: TextRequest, signal: AbortSignal): AsyncGenerator<string, TextUsage> {
    if (this.#handle && !this.#handle.alive) await this.reopen();
    if (!this.#handle) throw this.error ?? new AppError('model-unknown', { model: '' });
    return yield* this.#handle.generate(request, { signal });
  }

  close(): void {
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#handle?.close();
    this.#handle = null;
    this.isOpening = false;
    this.opened = null;
    this.progress = null;
    this.error = null;
  }
}

/** The engine by the names; the worker looks inside, and says of a file that the engine does not open what it is. */
function requestFor({ subject, runtime, device, threads, contextLength }: TextChoice) {
  const engine = textEngine(namesOf(subject)) ?? 'wllama';
  const isMlc = engine === 'webllm';
  return {
    subject,
    runtime: runtime ?? engine,
    options: {
      devices: isMlc ? (['webgpu'] as const) : device === 'wasm' ? (['wasm'] as const) : [device, 'wasm' as const],
      ...(threads !== null && { threads }),
      ...(contextLength !== null && { contextLength }),
    },
  };
}

function namesOf(subject: TextSubject): readonly string[] {
  if (subject.kind === 'files') return subject.files.map(({ name }) => name);
  const { entry } = readModelId(subject.id);
  return entry === null ? [] : [entry];
}
