import { toCanonicalJson } from '#core/encoding/canonical-json.ts';
import { createHallmarkError } from '../statement/hallmark-error.ts';
import type {
  CountersignatureStatement,
  HallmarkStatement,
  ResourceDescriptor,
  SignedData,
  SignedRun,
} from '../statement/statement.ts';

type Repetition = Omit<CountersignatureStatement['predicate'], 'signer'>;

/**
 * Rejects a countersignature unless it is of a second run of the same model on the same data with the same gate file.
 * @param signature names the countersignature in errors
 * @throws AppError hallmark-invalid
 */
export function checkRepeats(original: HallmarkStatement, other: Repetition, signature: string): void {
  for (const [component, expectedSha256, sha256] of compareComponents(original, other)) {
    if (expectedSha256 !== sha256)
      throw createHallmarkError({ reason: 'run-not-comparable', component, sha256, expectedSha256 });
  }
  const { run } = original.predicate;
  if (Date.parse(other.run.startedAt) < Date.parse(run.startedAt)) {
    throw createHallmarkError({ reason: 'run-earlier', signature, startedAt: other.run.startedAt });
  }
  if (isSameRun(run, other.run)) throw createHallmarkError({ reason: 'same-run', signature });
}

/** Returns whether a run has the start (to the minute) and all values of another, so it may be a copy. */
function isSameRun(a: SignedRun, b: SignedRun): boolean {
  return Date.parse(a.startedAt) === Date.parse(b.startedAt) && toCanonicalJson(a.gates) === toCanonicalJson(b.gates);
}

/** Lists the components that must be the same in both runs, with the digests in the hallmark and in the other run. */
function compareComponents({ subject, predicate }: HallmarkStatement, other: Repetition) {
  const formatFiles = (files: readonly ResourceDescriptor[]) =>
    files
      .map(({ digest }) => digest.sha256)
      .toSorted()
      .join(' ');
  return [
    ['model', formatFiles(subject), formatFiles(other.files)],
    ['data', formatDataId(predicate.data), formatDataId(other.data)],
    ['baseline', predicate.baseline?.digest.sha256 ?? '', other.baseline?.digest.sha256 ?? ''],
    ['gates', predicate.gateFile.digest.sha256, other.gateFile.digest.sha256],
  ] as const;
}

/** Formats the digest of the dataset, and its sample, if any. */
export function formatDataId(data: SignedData | undefined): string {
  return data ? [data.digest.sha256, data.sample?.of, data.sample?.seed].filter(Boolean).join(' ') : '';
}
