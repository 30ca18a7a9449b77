import type { ModelFile } from '#core/model/model.ts';
import type { HallmarkStatement, ResourceDescriptor } from '#hallmark/statement/statement.ts';

type ComponentKind = 'model' | 'baseline' | 'gates' | 'data';

/** A component of a run whose digest must equal that in the hallmark to reproduce. */
export interface RequiredComponent {
  readonly component: ComponentKind;
  /** `null` for a gate file, which has none. */
  readonly name: string | null;
  readonly sha256: string;
  /**
   * `pending`: known after the run, because the digest of the data includes the bytes of its files. `additional`: a
   * file of the chosen model that the measured model did not have.
   */
  readonly state: 'same' | 'other' | 'missing' | 'pending' | 'additional';
}

/** Digests of the chosen components; `null` if not chosen or not known yet. */
interface ChosenComponents {
  /** Every file of the model. */
  readonly model: readonly Pick<ModelFile, 'name' | 'sha256'>[] | null;
  readonly baseline: string | null;
  readonly gates: string | null;
  readonly data: string | null;
}

/** Lists the components of a run that must match the hallmark to reproduce, with the model file by file. */
export function listRequiredComponents(
  { subject, predicate }: HallmarkStatement,
  chosen: ChosenComponents,
): readonly RequiredComponent[] {
  const createComponent = (
    id: Exclude<ComponentKind, 'model'>,
    name: string | null,
    sha256: string,
  ): RequiredComponent => {
    const missing = id === 'data' ? 'pending' : 'missing';
    return {
      component: id,
      name,
      sha256,
      state: chosen[id] === null ? missing : chosen[id] === sha256 ? 'same' : 'other',
    };
  };
  const { data, baseline, gateFile } = predicate;
  return [
    ...listModelComponents(subject, chosen.model),
    ...(baseline ? [createComponent('baseline', baseline.name, baseline.digest.sha256)] : []),
    createComponent('gates', null, gateFile.digest.sha256),
    ...(data ? [createComponent('data', data.name, data.digest.sha256)] : []),
  ];
}

function listModelComponents(
  subject: readonly ResourceDescriptor[],
  chosen: ChosenComponents['model'],
): readonly RequiredComponent[] {
  const expected = subject.map(({ name, digest: { sha256 } }): RequiredComponent => {
    const isSame = chosen?.some((file) => file.sha256 === sha256);
    return { component: 'model', name, sha256, state: chosen === null ? 'missing' : isSame ? 'same' : 'other' };
  });
  const additional = (chosen ?? []).filter((file) => !subject.some(({ digest }) => digest.sha256 === file.sha256));
  // The required files of a different model are listed. Only a model with all required files has additional ones.
  if (expected.some(({ state }) => state !== 'same')) return expected;
  return [
    ...expected,
    ...additional.map(({ name, sha256 }): RequiredComponent => ({
      component: 'model',
      name,
      sha256,
      state: 'additional',
    })),
  ];
}
