import type { HallmarkStatement, Resource } from './statement.ts';

/** Which file of a hallmark a file is, by its digest. */
export type FileMatch = {
  readonly file: string;
  readonly sha256: string;
} & ({ readonly is: 'model' | 'baseline'; readonly name: string } | { readonly is: 'gates' | 'other' });

/** @param file its name and the SHA-256 of its bytes; of a gate file that of `gateFileTextDigest` */
export function matchFile({ subject, predicate }: HallmarkStatement, file: Resource): FileMatch {
  const { sha256 } = file.digest;
  const found = { file: file.name, sha256 };
  const model = subject.find(({ digest }) => digest.sha256 === sha256);
  if (model) return { ...found, is: 'model', name: model.name };
  if (predicate.baseline?.digest.sha256 === sha256) return { ...found, is: 'baseline', name: predicate.baseline.name };
  return { ...found, is: predicate.gateFile.digest.sha256 === sha256 ? 'gates' : 'other' };
}
