import { detectEntryFile, type EntryFile } from '#core/model/entry-file.ts';
import { AppError, asAppError } from '#core/errors/error.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import type { HeaderFacts } from '#planner/engine-limits/engine-limit.ts';
import { listMissingFiles } from '../models/missing-files.ts';
import { inspectFiles } from '../models/inspect-files.ts';

/** The header of the model to measure, read before a run. */
export class ChosenHeader {
  #isReading = $state(false);
  /** The format by the header of the chosen files, if their names do not identify it. */
  #inside = $state.raw<EntryFile | null>(null);
  /** Why the header could not be read. */
  #fault = $state.raw<AppError | null>(null);
  #facts = $state.raw<HeaderFacts | null>(null);
  #suggested = $state.raw<Dimensions>({});
  #missing = $state.raw<readonly string[]>([]);
  /** Counts readings, so that the header of a model replaced meanwhile is discarded. */
  #readings = 0;

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
  get suggested(): Dimensions {
    return this.#suggested;
  }

  /** Files that the model needs in addition to the chosen ones. */
  get missing(): readonly string[] {
    return this.#missing;
  }

  /** The entry file; `null` if none is recognised. */
  findEntry(files: readonly File[]): EntryFile | null {
    return detectEntryFile(files.map(({ name }) => name)) ?? this.#inside;
  }

  /** Discards the header of the previous model, even if it is still being read. */
  clear(): void {
    this.#readings++;
    this.#isReading = false;
    this.#inside = null;
    this.#fault = null;
    this.#facts = null;
    this.#suggested = {};
    this.#missing = [];
  }

  /**
   * Reads the header of the files.
   * @param open returns the files; `null` if they cannot be read, in which case opening the model reports why
   * @param isNamed whether the names of the files identify the format
   * @returns `false` if something else was chosen meanwhile
   */
  async read(open: () => Promise<readonly File[] | null>, isNamed: boolean): Promise<boolean> {
    this.clear();
    const reading = this.#readings;
    this.#isReading = true;
    const files = await open();
    const read = files && (await inspectFiles(files).catch(asAppError));
    if (reading !== this.#readings) return false;
    this.#isReading = false;
    if (!read) return true;
    if (read instanceof AppError) {
      this.#fault = read;
      return true;
    }
    const { name, facts, sizes } = read;
    this.#facts = facts;
    if (!isNamed) this.#inside = { name, format: facts.format };
    this.#suggested = sizes;
    this.#missing = listMissingFiles(facts, files);
    return true;
  }
}
