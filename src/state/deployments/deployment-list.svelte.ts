import { AppError } from '#core/errors/error.ts';
import type { GateResult } from '#core/gate/gate-outcome.ts';
import { createDeployment, addVersion } from '#deploy/change-deployment.ts';
import type { Deployment, NewVersion } from '#deploy/deployment.ts';
import { changeDeployment, listDeployments, storeDeployment } from '#records/deployment-records.ts';
import { wrapStorageError } from '../results/wrap-storage-error.ts';
import type { RunSetup } from '../run/run-setup.svelte.ts';
import { attempt } from '../shell/attempt.ts';
import { announceDeploymentChange, onDeploymentChange } from './deployment-changes.ts';
import { hashModelFiles, listModelFiles } from './model-files.ts';
import { needsStoredCopy, storeOpenedModel } from './store-opened-model.ts';

/** Asks the person whether to deploy a model that failed these required gates. */
export type ConfirmFailedGates = (failedGates: readonly GateResult[]) => boolean;

interface CreateOptions {
  readonly confirmFailedGates: ConfirmFailedGates;
  /** Whether inputs are kept in this browser to be labelled. */
  readonly keepsInputs: boolean;
}

/** The deployments of this browser; creates deployments and adds versions. */
export class DeploymentList {
  /** `null` until they are read. */
  deployments = $state.raw<readonly Deployment[] | null>(null);
  error = $state.raw<AppError | null>(null);
  isSaving = $state(false);
  /** Bytes of the model's files stored so far; `null` if none are being stored. */
  copiedBytes = $state<number | null>(null);
  #storing = new AbortController();
  readonly #stopListening = onDeploymentChange(() => void this.load());

  async load(): Promise<void> {
    await attempt(this, async () => {
      this.deployments = await wrapStorageError(listDeployments());
    });
  }

  close(): void {
    this.cancelStoring();
    this.#stopListening();
  }

  /** Stops storing the model's files; nothing is deployed then. */
  cancelStoring(): void {
    this.#storing.abort();
  }

  /**
   * Creates a deployment of the open model, unless the stored model with the same files turns out to be deployed
   * already.
   * @returns its id; `null` if it was cancelled or failed, with the error in `error`
   */
  async create(name: string, setup: RunSetup, options: CreateOptions): Promise<string | null> {
    let id: string = crypto.randomUUID();
    const isDone = await this.#save(async () => {
      const version = await this.#describeVersion(setup, options.confirmFailedGates);
      if (setup.model.live) return void (id = setup.model.live.deployment.id);
      const identity = { id, name, task: setup.link.task };
      const deployment = createDeployment(identity, version, Date.now());
      await wrapStorageError(storeDeployment({ ...deployment, keepsInputs: options.keepsInputs }));
    });
    if (isDone) await setup.model.attach();
    return isDone ? id : null;
  }

  /** Adds the open model to a deployment, as a version that does not answer yet. @returns whether it was added */
  add(id: string, setup: RunSetup, confirmFailedGates: ConfirmFailedGates): Promise<boolean> {
    return this.#save(async () => {
      await wrapStorageError(changeDeployment(id, addVersion(await this.#describeVersion(setup, confirmFailedGates))));
    });
  }

  async #save(action: () => Promise<void>): Promise<boolean> {
    this.#storing = new AbortController();
    this.isSaving = true;
    const isDone = await attempt(this, action, this.#storing.signal);
    this.isSaving = false;
    if (isDone) announceDeploymentChange();
    return isDone;
  }

  /**
   * Describes the open model as a version, after storing it if only a person could open it again.
   * @throws AppError aborted if the model failed gates and the person does not deploy it
   */
  async #describeVersion(setup: RunSetup, confirmFailedGates: ConfirmFailedGates): Promise<NewVersion> {
    if (needsStoredCopy(setup)) await setup.openStored(await this.#store(setup));
    const { facts, id } = setup.model.opened!;
    const { model } = setup.link;
    const files = model && setup.files.length === 0 ? await listModelFiles(model) : await hashModelFiles(setup.files);
    const { listFailedGates } = await import('./version-evidence.ts'); // loaded only when a person deploys
    const failedGates = await wrapStorageError(listFailedGates({ model: id, files }));
    if (failedGates.length > 0 && !confirmFailedGates(failedGates)) {
      this.cancelStoring(); // so that `attempt` shows no error
      throw new AppError('aborted');
    }
    const { engine, device, threads } = facts;
    return { link: setup.hash, model: id, files, engine, device, threads, note: '' };
  }

  async #store(setup: RunSetup): Promise<string> {
    const onCopied = (copiedBytes: number) => (this.copiedBytes = copiedBytes);
    try {
      return await storeOpenedModel(setup, { signal: this.#storing.signal, onCopied });
    } finally {
      this.copiedBytes = null;
    }
  }
}
