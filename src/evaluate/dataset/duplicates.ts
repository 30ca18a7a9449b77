import { toCanonicalJson } from '#core/encoding/canonical-json.ts';
import type { DatasetProblem } from './labelled-dataset.ts';
import type { DigestEntry } from './dataset-digest.ts';

/** Items that give a model the same input. */
export interface DuplicateItems {
  readonly paths: readonly string[];
  /** Whether all of them that have a label have the same; otherwise at least one is wrong. */
  readonly isSameLabel: boolean;
}

/** Groups of items with the same input, in the order of their first items. */
export function findDuplicates(entries: Iterable<DigestEntry>): DuplicateItems[] {
  const byBytes = Map.groupBy(entries, formatInputKey);
  byBytes.delete(null);
  const groups = [...byBytes.values()].filter((group) => group.length > 1);
  return groups.map((group) => ({
    paths: group.map(({ path }) => path),
    isSameLabel: new Set(group.flatMap(labelKey)).size <= 1,
  }));
}

/** Identifies the label; nothing without one. */
const labelKey = ({ label, maskSha256 }: DigestEntry): string | readonly string[] =>
  maskSha256 ?? (label ? toCanonicalJson(label) : []);

/** Identifies the input of a model: the bytes of the item and, for a pair, the second text, which is in its label. */
const formatInputKey = ({ sha256, label }: DigestEntry): string | null =>
  sha256 !== null && label?.kind === 'pair' ? `${sha256} ${label.text}` : sha256;

/** Every item with the same input as another, as problems of the dataset. */
export function listDuplicateProblems(entries: Iterable<DigestEntry>): DatasetProblem[] {
  const groups = findDuplicates(entries);
  const createProblem = (code: DatasetProblem['code'], isSameLabel: boolean): DatasetProblem => ({
    code,
    paths: groups.filter((group) => group.isSameLabel === isSameLabel).flatMap(({ paths }) => paths),
  });
  const problems = [createProblem('duplicate', true), createProblem('duplicate-labels-differ', false)];
  return problems.filter(({ paths }) => paths.length > 0);
}
