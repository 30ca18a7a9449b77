import { isJsonObject } from '#core/encoding/json-reader.ts';
import { AppError } from '#core/errors/error.ts';

/** A question with the passage that answers it. */
export interface LabelledQuestion {
  readonly question: string;
  /** The name of the file that answers it; `null` if none does. */
  readonly file: string | null;
  /** Text of the passage that answers it; absent if any passage of the file does. */
  readonly passage?: string;
}

/**
 * Parses labelled questions: a JSON list of `{question, file, passage?}`, or JSON Lines.
 * @throws AppError labels-invalid if the text is empty or not JSON, or a field is invalid
 */
export function parseQuestions(text: string, file: string): readonly LabelledQuestion[] {
  const isList = text.trimStart().startsWith('[');
  const lines = isList ? [text] : text.split('\n');
  const entries = lines.flatMap((line, index) => (line.trim() === '' ? [] : parseLine(line, index + 1, file)));
  if (entries.length === 0) throw new AppError('labels-invalid', { file, reason: 'file-empty' });
  return entries.map((entry) => toQuestion(entry, file));
}

function parseLine(text: string, line: number, file: string): unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [value];
  } catch (cause) {
    throw new AppError('labels-invalid', { file, line, reason: 'line-not-json' }, { cause });
  }
}

function toQuestion(entry: unknown, file: string): LabelledQuestion {
  const createFieldError = (field: string) => new AppError('labels-invalid', { file, reason: 'field-invalid', field });
  if (!isJsonObject(entry) || typeof entry['question'] !== 'string') throw createFieldError('question');
  const { question, file: source = null, passage } = entry;
  if (source !== null && typeof source !== 'string') throw createFieldError('file');
  if (passage === undefined || passage === null) return { question, file: source };
  if (typeof passage !== 'string') throw createFieldError('passage');
  return { question, file: source, passage };
}

/** A search result to compare with a label: a passage, with the name of its file. */
export interface FoundText {
  readonly file: string;
  readonly text: string;
}

/** Marks the first result that contains the labelled passage or, without one, is from the labelled file. */
export function markRelevant({ file, passage }: LabelledQuestion, results: readonly FoundText[]): readonly boolean[] {
  const collapseWhitespace = (text: string) => text.replaceAll(/\s+/g, ' ');
  const containsAnswer = (found: FoundText) =>
    found.file === file &&
    (passage === undefined || collapseWhitespace(found.text).includes(collapseWhitespace(passage)));
  const firstAnswer = results.findIndex(containsAnswer);
  return results.map((_, index) => index === firstAnswer);
}
