import { InspectHandle } from '#bridge/inspect-handle.ts';
import { isStorable } from '#core/model/model-id.ts';
import type { Subject } from '#core/model/model.ts';
import type { StandaloneConfiguration, StandaloneModel } from '#standalone/standalone-model.ts';
import { toStandaloneModel } from '#standalone/to-standalone-model.ts';
import { parseModelInput } from '../models/parse-model-input.ts';
import { storedModels } from '../models/stored-models.svelte.ts';
import { preferences } from '../shell/preferences.svelte.ts';

/**
 * Reads the header of a model for its model files; `null` if this device does not have its files.
 * @throws any error while reading the header
 */
export async function readStandaloneModel(
  subject: Subject,
  configuration: StandaloneConfiguration,
): Promise<StandaloneModel | null> {
  const inspector = new InspectHandle();
  try {
    const inspection = await readHeader(inspector, subject);
    return inspection && toStandaloneModel(inspection.name, inspection.facts, configuration);
  } finally {
    inspector.close();
  }
}

async function readHeader(inspector: InspectHandle, subject: Subject) {
  if (subject.kind === 'files') return inspector.readFiles(subject.files);
  if (subject.kind !== 'model') return null;
  if (isStorable(subject.id)) {
    const files = await storedModels.loadFiles(subject.id);
    return files && inspector.readFiles(files);
  }
  const input = parseModelInput(subject.id, preferences.hub);
  return input.kind === 'bundled' ? inspector.readAddress(input.url) : null;
}
