import { canonicalJson } from '#core/canonical-json.ts';
import { hexSha256 } from './hex-sha256.ts';
import type { HallmarkStatement, Resource } from './statement.ts';

/** Which file of a hallmark a file is, by its digest. */
export type FileMatch = {
  readonly file: string;
  readonly sha256: string;
} & ({ readonly is: 'model' | 'baseline'; readonly name: string } | { readonly is: 'gates' | 'other' });

/** @param file its name and the SHA-256 of its bytes; of a gate file that of its canonical JSON: {@link gateFileSha256} */
export function matchFile({ subject, predicate }: HallmarkStatement, file: Resource): FileMatch {
  const { sha256 } = file.digest;
  const found = { file: file.name, sha256 };
  const model = subject.find(({ digest }) => digest.sha256 === sha256);
  if (model) return { ...found, is: 'model', name: model.name };
  if (predicate.baseline?.digest.sha256 === sha256) return { ...found, is: 'baseline', name: predicate.baseline.name };
  return { ...found, is: predicate.gateFile.digest.sha256 === sha256 ? 'gates' : 'other' };
}

/** The SHA-256 that identifies a gate file: of its canonical JSON; `null` if the text is not JSON. */
export async function gateFileSha256(text: string): Promise<string | null> {
  try {
    return await hexSha256(new TextEncoder().encode(canonicalJson(JSON.parse(text))));
  } catch {
    return null;
  }
}
