import { detectEntryFile, type EntryFile } from '#core/model/entry-file.ts';
import { AppError, asAppError } from '#core/errors/error.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import type { HeaderFacts } from '#planner/engine-limits/engine-limit.ts';
import { listMissingFiles } from '../models/missing-files.ts';
import { inspectFiles } from '../models/inspect-files.ts';

/** The header of the model to measure, read before a run. */
export class ChosenHeader {
  #isReading = $state(false);
  /** The entry file with the format that its header shows, if the file names do not identify the format. */
  #detectedEntry = $state.raw<EntryFile | null>(null);
  /** Why the header could not be read. */
  #fault = $state.raw<AppError | null>(null);
  #facts = $state.raw<HeaderFacts | null>(null);
  #suggested = $state.raw<Dimensions>({});
  #missing = $state.raw<readonly string[]>([]);
  /** Counts reads, so that the header of a model that was replaced meanwhile is discarded. */
  #readCount = 0;

  get isReading(): boolean {
    return this.#isReading;
  }

  get fault(): AppError | null {
    return this.#fault;
  }

  /** Facts from the header; `null` if it was not read. */
  get facts(): HeaderFacts | null {
    return this.#facts;
  }

  /** The free dimensions, with suggested sizes. */
  get suggestedSizes(): Dimensions {
    return this.#suggested;
  }

  /** Files that the model needs in addition to the chosen ones. */
  get missingFiles(): readonly string[] {
    return this.#missing;
  }

  /** The entry file; `null` if none is recognised. */
  findEntry(files: readonly File[]): EntryFile | null {
    return detectEntryFile(files.map(({ name }) => name)) ?? this.#detectedEntry;
  }

  /** Discards the header of the previous model, even if it is still being read. */
  clear(): void {
    this.#readCount++;
    this.#isReading = false;
    this.#detectedEntry = null;
    this.#fault = null;
    this.#facts = null;
    this.#suggested = {};
    this.#missing = [];
  }

  /**
   * Reads the header of the files.
   * @param open returns the files; `null` if they cannot be read, in which case opening the model reports why
   * @param isFormatKnown whether the names of the files identify the format
   * @returns `false` if something else was chosen meanwhile
   */
  async read(open: () => Promise<readonly File[] | null>, isFormatKnown: boolean): Promise<boolean> {
    this.clear();
    const reading = this.#readCount;
    this.#isReading = true;
    const files = await open();
    const inspection = files && (await inspectFiles(files).catch(asAppError));
    if (reading !== this.#readCount) return false;
    this.#isReading = false;
    if (!inspection) return true;
    if (inspection instanceof AppError) {
      this.#fault = inspection;
      return true;
    }
    const { name, facts, sizes } = inspection;
    this.#facts = facts;
    if (!isFormatKnown) this.#detectedEntry = { name, format: facts.format };
    this.#suggested = sizes;
    this.#missing = listMissingFiles(facts, files);
    return true;
  }
}
