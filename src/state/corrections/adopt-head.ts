import { AppError } from '#core/errors/error.ts';
import { addVersion, rollBack, switchTo } from '#deploy/change-deployment.ts';
import { resolveReference, formatRunHash } from '#links/run-link.ts';
import { storeAdaptation, type StoredCorrection } from '#records/correction-records.ts';
import { changeDeployment } from '#records/deployment-records.ts';
import { announceDeploymentChange } from '../deployments/deployment-changes.ts';
import { listModelFiles } from '../deployments/model-files.ts';
import { storedModels } from '../models/stored-models.svelte.ts';
import type { PickedModel } from '../picker/model-picker.svelte.ts';
import { wrapStorageError } from '../results/wrap-storage-error.ts';
import type { RunSetup } from '../run/run-setup.svelte.ts';
import { bundledModels } from '../shell/bundled-models.ts';
import { hubCatalogue } from '../shell/hub-catalogue.ts';

/** An adapted model in use, and what is needed to return to the previous one. */
export interface Adoption {
  readonly previousModel: PickedModel;
  /** The deployment that has it as its current version; `null` if the model is not deployed. */
  readonly deployment: { readonly id: string; readonly name: string; readonly version: number } | null;
}

/**
 * Stores an adapted model, makes it the current version of the deployment if there is one, and opens it.
 * @param training the corrections that it learned from, and whether each was held out
 * @param parent SHA-256 of the file that it was adapted from
 * @throws AppError storage-failed | deployment-changed
 */
export async function adoptHead(
  setup: RunSetup,
  file: File,
  training: { readonly session: readonly StoredCorrection[]; readonly heldOut: readonly boolean[] },
  parent: string,
): Promise<Adoption> {
  const { link, files } = setup;
  const previousModel: PickedModel =
    files.length > 0 ? { kind: 'files', files, linkedId: link.linkedId } : { kind: 'model', id: link.model!.id };
  const id = await storedModels.storeCopy([file]);
  if (id === null) throw storedModels.errors['copy'] ?? new AppError('storage-failed', { reason: 'disk-full' });
  const model = resolveReference(id, link.task, { models: bundledModels, hubModels: hubCatalogue });
  const stored = await listModelFiles(model);
  const [{ sha256 } = { sha256: '' }] = stored;
  await wrapStorageError(storeAdaptation({ sha256, parent }, training));
  const { live, opened } = setup.model;
  let deployment: Adoption['deployment'] = null;
  if (live) {
    const { engine, device, threads } = opened!.facts;
    const hash = formatRunHash({ ...link, model, linkedId: null, device, threads });
    const { id: deployed, name, current } = live.deployment;
    const adaptedFrom = { version: current, corrections: training.session.length };
    const version = { link: hash, model: id, files: stored, engine, device, threads, note: '', adaptedFrom };
    const added = await wrapStorageError(changeDeployment(deployed, addVersion(version)));
    const { number } = added.versions.at(-1)!;
    await wrapStorageError(changeDeployment(deployed, switchTo(number)));
    announceDeploymentChange();
    deployment = { id: deployed, name, version: number };
  }
  setup.pick({ kind: 'model', id });
  return { previousModel, deployment };
}

/**
 * Rolls the deployment back, and opens the previous model again.
 * @throws AppError storage-failed | deployment-changed
 */
export async function undoAdoption(setup: RunSetup, { previousModel, deployment }: Adoption): Promise<void> {
  if (deployment) {
    await wrapStorageError(changeDeployment(deployment.id, rollBack()));
    announceDeploymentChange();
  }
  setup.pick(previousModel);
}
