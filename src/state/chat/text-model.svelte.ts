import type { DeviceMeasurements } from '#planner/choose-setup.ts';
import type { OpenTextRequest } from '#bridge/session-contract.ts';
import { openTextSession, type TextHandle } from '#bridge/text-handle.ts';
import { listDevicesToTry, pickEngineSettings } from '#core/engine/engine-settings.ts';
import { rejectOnAbort } from '#core/delay.ts';
import { defaultTextEngine, engines, type TextEngineId } from '#core/engine/engines.ts';
import { listTextEngines } from '#core/model/entry-file.ts';
import { AppError } from '#core/errors/error.ts';
import type { Subject } from '#core/model/model.ts';
import { readModelId } from '#core/model/model-id.ts';
import type { TextRequest, TextUsage } from '#core/engine/text-session.ts';
import type { TextSetup } from '#links/chat-link.ts';
import { companion } from '../companion/companion.svelte.ts';
import { isInCompanion, requireCompanionAccess } from '../companion/open-in-companion.ts';
import { withDeviceMeasurements } from '../device/device-measurements.ts';
import { ModelLoader } from '../shell/model-loader.svelte.ts';

/** User-supplied files, or a stored model. */
export type TextSubject = Exclude<Subject, { readonly kind: 'workload' }>;

export interface TextChoice extends TextSetup {
  readonly subject: TextSubject;
  readonly engine: TextEngineId | null;
  /** See `OpenTextRequest`. */
  readonly forReport?: boolean;
}

/** The open language model of the Chat page. */
export class TextModel extends ModelLoader<TextHandle> {
  #choice: TextChoice | null = null;
  /** Whether a call needs the present session until its end. */
  protected isInUse = false;
  #stopListening = () => {};

  /** See {@link ModelLoader.load}; an invalid choice is reported like a failure to open. */
  open(choice: TextChoice): Promise<AppError | null> {
    this.#choice = choice;
    const opening = this.load((options) =>
      withDeviceMeasurements(choice.subject, async (measurements) => {
        const access = isInCompanion(choice.device) && { companion: await requireCompanionAccess() };
        return openTextSession({ ...toRequest(choice, measurements), ...access }, options);
      }),
    );
    if (isInCompanion(choice.device)) this.#stopListening = companion.onReconnect(() => void this.#reopenWhenIdle());
    return opening;
  }

  override close(): void {
    this.#stopListening();
    this.#stopListening = () => {};
    super.close();
  }

  /** Opens the same files again after an error or a cancellation. */
  async reopen(): Promise<void> {
    if (this.#choice) await this.open(this.#choice);
  }

  /**
   * Replaces a dead worker before it generates.
   * @throws AppError worker-died | any error of the session | aborted if `signal` aborts while the worker is replaced
   */
  async *generate(request: TextRequest, signal: AbortSignal): AsyncGenerator<string, TextUsage> {
    if (!this.opened) throw this.error ?? new AppError('model-unknown', { model: '' });
    this.isInUse = true;
    try {
      if (!(await this.waitForHandle()).isAlive) await rejectOnAbort(signal, this.reopen());
      return yield* (await this.waitForHandle()).generate(request, { signal });
    } finally {
      this.isInUse = false;
    }
  }

  /** Opens the model again after a restart of the companion. A call in progress fails, and the next one reopens it. */
  async #reopenWhenIdle(): Promise<void> {
    if (!this.isInUse && !this.isOpening) await this.reopen();
  }
}

/**
 * Chooses the engine by file names, unless the user chose one. If it cannot open the file, the worker reads the header
 * and reports the file's type.
 */
export function chooseTextEngine({ engine, subject }: Pick<TextChoice, 'engine' | 'subject'>): TextEngineId {
  return engine ?? listTextEngines(listKnownFileNames(subject))[0] ?? defaultTextEngine;
}

function toRequest(choice: TextChoice, deviceMeasurements: DeviceMeasurements): OpenTextRequest {
  const { subject, threads, forReport = false } = choice;
  const engine = chooseTextEngine(choice);
  const device = engines[engine].devices.find((id) => id === choice.device);
  const settings = pickEngineSettings(choice);
  return {
    subject,
    engine,
    allowsFaster: choice.engine === null && choice.device === null && !forReport,
    deviceMeasurements,
    forReport,
    options: {
      devices: device ? listDevicesToTry(engine, device, settings) : [],
      ...(threads !== null && { threads }),
      ...settings,
    },
  };
}

/** Lists the file names of a model that are known before it is opened. */
export function listKnownFileNames(subject: TextSubject): readonly string[] {
  if (subject.kind === 'files') return subject.files.map(({ name }) => name);
  const { entry } = readModelId(subject.id);
  return entry === null ? [] : [entry];
}
