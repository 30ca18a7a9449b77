import { digestGateFile, readGateFile } from '#gates/file/gate-file.ts';
import { findDifferingGate } from './match-gates.ts';
import { createHallmarkError } from '../statement/hallmark-error.ts';
import type { HallmarkStatement, ResourceDescriptor } from '../statement/statement.ts';

/** The file of a hallmark that has the digest of a file. */
export type FileMatch = {
  readonly file: string;
  readonly sha256: string;
} & (
  | { readonly kind: 'model' | 'baseline'; readonly name: string }
  | { readonly kind: 'gates' }
  /** `expected`: the file of the model with the same name. */
  | { readonly kind: 'other'; readonly expected?: ExpectedFile }
);

interface ExpectedFile {
  readonly sha256: string;
  /** `null` if the hallmark does not state it. */
  readonly sizeBytes: number | null;
}

/**
 * Finds the file of a hallmark that has the digest of a file.
 * @param file its name and the SHA-256 of its bytes
 */
export function matchFile(
  { subject, predicate }: HallmarkStatement,
  file: Pick<ResourceDescriptor, 'name' | 'digest'>,
): FileMatch {
  const { sha256 } = file.digest;
  const match = { file: file.name, sha256 };
  const sameDigest = subject.filter(({ digest }) => digest.sha256 === sha256);
  const model = sameDigest.find(({ name }) => name === file.name) ?? sameDigest[0];
  if (model) return { ...match, kind: 'model', name: model.name };
  const { baseline, baselineFiles = [] } = predicate;
  const base = [baseline, ...baselineFiles].find((candidate) => candidate?.digest.sha256 === sha256);
  if (base) return { ...match, kind: 'baseline', name: base.name };
  const namesake = subject.find(({ name }) => name === file.name);
  if (!namesake) return { ...match, kind: 'other' };
  const expected = { sha256: namesake.digest.sha256, sizeBytes: namesake.annotations?.sizeBytes ?? null };
  return { ...match, kind: 'other', expected };
}

/** Lists the files of the model that match none of the compared files. */
export function listUnmatchedFiles(
  { subject }: HallmarkStatement,
  matches: readonly FileMatch[],
): readonly ResourceDescriptor[] {
  const matchedHashes = new Set(matches.map(({ sha256 }) => sha256));
  return subject.filter(({ digest }) => !matchedHashes.has(digest.sha256));
}

/**
 * Compares a gate file with a hallmark: its digest, and each gate with its outcome.
 * @returns an empty digest if the file is not a valid gate file
 * @throws AppError hallmark-invalid if the hallmark contains the digest of this file, but the outcomes of other gates
 */
export async function matchGateFile({ predicate }: HallmarkStatement, file: string, text: string): Promise<FileMatch> {
  const { settings, faults } = readGateFile(text);
  if (faults.length > 0) return { file, sha256: '', kind: 'other' };
  const sha256 = await digestGateFile({ settings });
  if (sha256 !== predicate.gateFile.digest.sha256) return { file, sha256, kind: 'other' };
  const gate = findDifferingGate(predicate.run.gates, { settings });
  if (gate !== null) throw createHallmarkError({ reason: 'gates-differ-from-file', file, gate });
  return { file, sha256, kind: 'gates' };
}
