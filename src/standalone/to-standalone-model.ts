import type { ModelFacts } from '#core/model/model-facts.ts';
import { toServiceName, type StandaloneConfiguration, type StandaloneModel } from './standalone-model.ts';

/** Returns the input of the templates, from the name of the entry file and the header. */
export function toStandaloneModel(
  fileName: string,
  { format, inputs, outputs, externalFiles }: Pick<ModelFacts, 'format' | 'inputs' | 'outputs' | 'externalFiles'>,
  configuration: StandaloneConfiguration,
): StandaloneModel {
  const files = [fileName, ...externalFiles.map(({ name }) => name)] as const;
  return { name: toServiceName(fileName), files, format, inputs, outputs, configuration };
}
