import type { Progress } from '#bridge/session-contract.ts';
import { engines, type EngineId } from '#core/engine/engines.ts';
import { AppError } from '#core/errors/error.ts';
import { getCompanionName, readModelId } from '#core/model/model-id.ts';
import type { Model, Subject } from '#core/model/model.ts';
import { loadChosenModel } from '#storage/files/chosen-files.ts';
import { toBuiltModel, fetchCatalogueModel, type LoadedModel } from '#storage/files/model-files.ts';

/** The catalogue models. They are bundled with the app, so that the expected hashes do not come from the host of the files. */
const catalogue = import.meta.glob<Model>('../../models/*/model.json', { eager: true, import: 'default' });

type OnProgress = (progress: Progress) => void;

/** Workers are in a folder of the app's root, in the sources as well as in the build. */
const modelsFolder = new URL('../models/', globalThis.location.href);

/**
 * Opens a model that is stored in this browser.
 * @throws AppError model-not-stored | model-corrupt | storage-failed
 */
async function loadStoredModel(id: string, forReport: boolean, onProgress: OnProgress): Promise<LoadedModel> {
  const { ModelStore } = await import('#storage/store/store.ts');
  const store = await ModelStore.open();
  const isStored = (await store.listModels()).some((model) => model.id === id);
  if (!isStored) throw new AppError('model-not-stored', { model: id });
  const storedModel = await store.use(id);
  if (forReport) {
    onProgress({ phase: 'verify', fraction: null, remainingMs: null });
    const [changedFile] = await store.verify(id);
    if (changedFile !== undefined) {
      throw new AppError('model-corrupt', { format: changedFile, reason: 'stored-file-changed' });
    }
  }
  return storedModel;
}

/** Describes a model of the companion. The page has none of its files, and knows neither its size nor its hash. */
function loadCompanionModel(id: string): LoadedModel {
  const { entry } = readModelId(id);
  return { model: { id, entry: entry ?? '', files: new Map() }, sizeBytes: 0, sha256: '', downloadMs: null };
}

/**
 * Loads the files of a model.
 * @param engine the engine that will open the model
 * @param forReport whether a report will contain the SHA-256. Stored files are hashed only then, all others always.
 * @throws AppError model-unknown | model-not-stored | fetch-failed | model-corrupt | model-unsupported |
 *   file-unreadable
 */
export async function loadSubject(
  subject: Subject,
  engine: EngineId,
  onProgress: OnProgress,
  forReport = false,
): Promise<LoadedModel> {
  switch (subject.kind) {
    case 'files':
      return loadChosenModel(subject.files, engines[engine].formats);
    case 'model': {
      if (getCompanionName(subject.id) !== null) return loadCompanionModel(subject.id);
      const entry = catalogue[`../../models/${subject.id}/model.json`];
      if (!entry) return loadStoredModel(subject.id, forReport, onProgress);
      return fetchCatalogueModel(entry, new URL(`${subject.id}/`, modelsFolder), (loadedBytes, totalBytes) =>
        onProgress({ phase: 'fetch', fraction: loadedBytes / totalBytes, remainingMs: null }),
      );
    }
    case 'workload': {
      onProgress({ phase: 'build', fraction: null, remainingMs: null });
      const { workloads } = await import('#bench/workloads/index.ts');
      return toBuiltModel(subject.id, `${subject.id}.onnx`, workloads[subject.id].build());
    }
  }
}
