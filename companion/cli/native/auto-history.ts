import { existsSync, readFileSync } from 'node:fs';
import { appendFile, truncate } from 'node:fs/promises';
import { toCanonicalJson } from '#core/encoding/canonical-json.ts';
import type { JudgedAutoTrial } from '#optimise/auto-recipe.ts';
import type { SchemeApplication } from '#optimise/recipe.ts';
import { schemes } from '#optimise/schemes/index.ts';
import { UsageError } from '../command.ts';

/** Identifies the model of a trial and how it is judged. Trials with another subject are not reused. */
interface TrialSubject {
  /** SHA-256 of the model. */
  readonly parent: string;
  /** The criteria by which results are judged, as canonical JSON. */
  readonly judgedBy: string;
}

type WithTextSqnr<Trial> = Trial extends unknown ? Omit<Trial, 'sqnrDb'> & { readonly sqnrDb: string } : never;

interface RecordedTrial extends TrialSubject {
  /** The options of the scheme, as canonical JSON. */
  readonly options: string;
  /** `sqnrDb` is text, because JSON cannot express infinity. */
  readonly trial: WithTextSqnr<JudgedAutoTrial>;
}

/** A JSON Lines file that records the trials of `--auto`, so that an interrupted search can continue. */
export class AutoHistory {
  readonly #path: string | null;
  readonly #subject: TrialSubject;
  readonly #recorded: readonly RecordedTrial[];
  /** How to repair the file before the next trial is appended; `null` if its last line is complete. */
  #repair: { readonly keepBytes: number; readonly separator: string } | null = null;

  /**
   * @param path `null` to record nothing
   * @throws UsageError if the file is not a history
   */
  constructor(path: string | null, subject: TrialSubject) {
    this.#path = path;
    this.#subject = subject;
    const text = path === null || !existsSync(path) ? '' : readFileSync(path, 'utf8');
    const complete = dropIncompleteLine(text);
    this.#recorded = readTrials(path, complete);
    const separator = complete === '' || complete.endsWith('\n') ? '' : '\n';
    if (complete !== text || separator !== '') this.#repair = { keepBytes: Buffer.byteLength(complete), separator };
  }

  /** Finds the latest recorded trial of a scheme with these options. */
  find({ scheme, options }: SchemeApplication): JudgedAutoTrial | undefined {
    const { parent, judgedBy } = this.#subject;
    const optionsJson = toCanonicalJson(options);
    const match = this.#recorded.findLast(
      (entry) =>
        entry.parent === parent &&
        entry.judgedBy === judgedBy &&
        entry.options === optionsJson &&
        entry.trial.scheme === scheme,
    );
    return match && ({ ...match.trial, sqnrDb: Number(match.trial.sqnrDb) } as JudgedAutoTrial);
  }

  /**
   * Appends a trial to the file.
   * @throws the error of the file system
   */
  async add(trial: JudgedAutoTrial, { options }: SchemeApplication): Promise<void> {
    if (this.#path === null) return;
    const sqnrDb = String(trial.sqnrDb);
    const entry = { ...this.#subject, options: toCanonicalJson(options), trial: { ...trial, sqnrDb } };
    if (this.#repair) await truncate(this.#path, this.#repair.keepBytes);
    await appendFile(this.#path, `${this.#repair?.separator ?? ''}${JSON.stringify(entry)}\n`);
    this.#repair = null;
  }
}

/** Removes the last line if it is an incomplete trial, for example after a crash or on a full disk. */
function dropIncompleteLine(text: string): string {
  const start = text.lastIndexOf('\n') + 1;
  const [line, beginning] = [text.slice(start), '{"parent":"'];
  const isCut = line !== '' && parseTrial(line) === null && line.startsWith(beginning.slice(0, line.length));
  return isCut ? text.slice(0, start) : text;
}

/** @throws UsageError if a line is not a trial */
function readTrials(path: string | null, text: string): readonly RecordedTrial[] {
  const lines = text.split('\n');
  return lines.flatMap((line, index) => {
    if (line === '') return [];
    const entry = parseTrial(line);
    if (entry) return [entry];
    throw new UsageError(`--history "${path}": line ${index + 1} is not a trial; expected a file that --history wrote`);
  });
}

function parseTrial(line: string): RecordedTrial | null {
  try {
    const { parent, judgedBy, options, trial } = JSON.parse(line) as Partial<RecordedTrial>;
    const isValid =
      [parent, judgedBy, options, trial?.sqnrDb].every((field) => typeof field === 'string') &&
      trial !== undefined &&
      Object.hasOwn(schemes, trial.scheme) &&
      Number.isFinite(trial.sizeBytes) &&
      Array.isArray(trial.outcome === 'passed' ? trial.excluded : trial.unmet);
    return isValid ? ({ parent, judgedBy, options, trial } as RecordedTrial) : null;
  } catch {
    return null;
  }
}
