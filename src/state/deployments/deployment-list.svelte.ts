import type { AppError } from '#core/errors/error.ts';
import { createDeployment, addVersion } from '#deploy/change-deployment.ts';
import type { Deployment, NewVersion } from '#deploy/deployment.ts';
import { changeDeployment, listDeployments, storeDeployment } from '#records/deployment-records.ts';
import { wrapStorageError } from '../results/wrap-storage-error.ts';
import type { RunSetup } from '../run/run-setup.svelte.ts';
import { attempt } from '../shell/attempt.ts';
import { announceDeploymentChange, onDeploymentChange } from './deployment-changes.ts';
import { hashModelFiles, listModelFiles } from './model-files.ts';

/** The deployments of this browser; creates deployments and adds versions. */
export class DeploymentList {
  /** `null` until they are read. */
  all = $state.raw<readonly Deployment[] | null>(null);
  error = $state.raw<AppError | null>(null);
  isSaving = $state(false);
  readonly #stopListening = onDeploymentChange(() => void this.load());

  async load(): Promise<void> {
    await attempt(this, async () => {
      this.all = await wrapStorageError(listDeployments());
    });
  }

  close(): void {
    this.#stopListening();
  }

  /** Creates a deployment of the open model. @returns its id; `null` if it failed, with the error in `error` */
  async create(name: string, setup: RunSetup): Promise<string | null> {
    const id = crypto.randomUUID();
    const isDone = await this.#save(async () => {
      const identity = { id, name, task: setup.link.task };
      await wrapStorageError(storeDeployment(createDeployment(identity, await describeVersion(setup), Date.now())));
    });
    if (isDone) await setup.model.attach();
    return isDone ? id : null;
  }

  /** Adds the open model to a deployment, as a version that does not answer yet. @returns whether it was added */
  add(id: string, setup: RunSetup): Promise<boolean> {
    return this.#save(async () => {
      await wrapStorageError(changeDeployment(id, addVersion(await describeVersion(setup))));
    });
  }

  async #save(action: () => Promise<void>): Promise<boolean> {
    this.isSaving = true;
    const isDone = await attempt(this, action);
    this.isSaving = false;
    if (isDone) announceDeploymentChange();
    return isDone;
  }
}

/** Whether the open model can be opened again by a link; files that are neither linked nor stored cannot. */
export function canDeploy({ link, model }: RunSetup): boolean {
  return model.opened !== null && (link.model !== null || link.linked !== null);
}

async function describeVersion(setup: RunSetup): Promise<NewVersion> {
  const { facts, id } = setup.model.opened!;
  const { model } = setup.link;
  const files = model && setup.files.length === 0 ? await listModelFiles(model) : await hashModelFiles(setup.files);
  const { engine, device, threads } = facts;
  return { link: setup.hash, model: id, files, engine, device, threads, note: '' };
}
