import type { AppError } from '#core/errors/error.ts';
import { parseRoute } from '#links/route.ts';
import { listDeployments } from '#records/deployment-records.ts';
import { wrapStorageError } from '../results/wrap-storage-error.ts';
import { attempt } from '../shell/attempt.ts';

/** The question whether to delete a stored model. */
export class ModelRemoval {
  error = $state.raw<AppError | null>(null);
  isAsking = $state(false);
  /** The names of the deployments with a version of the model. */
  deployments = $state.raw<readonly string[]>([]);

  /** Finds the deployments of the model, then asks. If they cannot be read, it asks and shows the error. */
  async ask(id: string): Promise<void> {
    await attempt(this, async () => {
      this.deployments = await listNamesOfDeployments(id);
    });
    this.isAsking = true;
  }

  cancel(): void {
    this.isAsking = false;
  }
}

async function listNamesOfDeployments(modelId: string): Promise<readonly string[]> {
  const deployments = await wrapStorageError(listDeployments());
  return deployments
    .filter(({ versions }) => versions.some(({ model, link }) => model === modelId && !isLinked(link)))
    .map(({ name }) => name);
}

/** Whether a version opens files from the user's disk, whose name may equal the id of a stored model. */
function isLinked(link: string): boolean {
  const route = parseRoute(link);
  return 'query' in route && route.query.has('linked');
}
