import type { HallmarkStatement } from '#hallmark/statement.ts';

type Part = 'model' | 'baseline' | 'gates' | 'data';

/** A part of a run that must have the same digest as in the hallmark that the run repeats. */
export interface RunPart {
  readonly part: Part;
  /** `null` for a gate file, which has none. */
  readonly name: string | null;
  readonly sha256: string;
  /** `afterRun`: the digest of the data includes the bytes of its files, which are read in the run. */
  readonly state: 'same' | 'other' | 'missing' | 'afterRun';
}

/** @param own the digests of the run so far; `null` for what is not chosen or not known */
export function runParts(
  { subject, predicate }: HallmarkStatement,
  own: Readonly<Record<Part, string | null>>,
): readonly RunPart[] {
  const part = (id: Part, name: string | null, sha256: string): RunPart => {
    const missing = id === 'data' ? 'afterRun' : 'missing';
    return { part: id, name, sha256, state: own[id] === null ? missing : own[id] === sha256 ? 'same' : 'other' };
  };
  const { data, baseline, gateFile } = predicate;
  return [
    ...subject.map(({ name, digest }) => part('model', name, digest.sha256)),
    ...(baseline ? [part('baseline', baseline.name, baseline.digest.sha256)] : []),
    part('gates', null, gateFile.digest.sha256),
    ...(data ? [part('data', data.name, data.digest.sha256)] : []),
  ];
}
