import { toCanonicalJson } from '#core/encoding/canonical-json.ts';
import type { DatasetProblem } from './labelled-dataset.ts';
import type { DigestEntry } from './dataset-digest.ts';

/** Items with the same model input. */
export interface DuplicateItems {
  readonly paths: readonly string[];
  /** Whether all labels of these items are equal; otherwise at least one is wrong. */
  readonly isSameLabel: boolean;
}

/** Returns the groups of items with the same input, in the order of their first items. */
export function findDuplicates(entries: Iterable<DigestEntry>): DuplicateItems[] {
  const byBytes = Map.groupBy(entries, formatInputKey);
  byBytes.delete(null);
  const groups = [...byBytes.values()].filter((group) => group.length > 1);
  return groups.map((group) => ({
    paths: group.map(({ path }) => path),
    isSameLabel: new Set(group.flatMap(formatLabelKey)).size <= 1,
  }));
}

/** Identifies the label; empty without one. */
const formatLabelKey = ({ label, maskSha256 }: DigestEntry): string | readonly string[] =>
  maskSha256 ?? (label ? toCanonicalJson(label) : []);

/** Identifies the model input: the bytes of the item and, for a pair, the second text, which is in its label. */
const formatInputKey = ({ sha256, label }: DigestEntry): string | null =>
  sha256 !== null && label?.kind === 'pair' ? `${sha256} ${label.text}` : sha256;

/** Reports the items that have the same input as another. */
export function listDuplicateProblems(entries: Iterable<DigestEntry>): DatasetProblem[] {
  const groups = findDuplicates(entries);
  const createProblem = (code: DatasetProblem['code'], isSameLabel: boolean): DatasetProblem => ({
    code,
    paths: groups.filter((group) => group.isSameLabel === isSameLabel).flatMap(({ paths }) => paths),
  });
  const problems = [createProblem('duplicate', true), createProblem('duplicate-labels-differ', false)];
  return problems.filter(({ paths }) => paths.length > 0);
}
