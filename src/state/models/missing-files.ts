import type { ModelFacts } from '#core/model/model-facts.ts';

/** Lists the names of the files that a model needs in addition to the chosen ones. */
export function listMissingFiles(
  { format, externalFiles }: Pick<ModelFacts, 'format' | 'externalFiles'>,
  files: readonly File[],
): readonly string[] {
  if (format === 'mlc') return []; // MLC models also list files that the engine may not need
  const names = new Set(files.map(({ name }) => name));
  return externalFiles.map(({ name }) => name).filter((name) => !names.has(name));
}
