import { InspectHandle } from '#bridge/inspect-handle.ts';
import { generatesText } from '#core/engine/engines.ts';
import type { TaskId } from '#tasks/index.ts';
import { storedModels } from '../models/stored-models.svelte.ts';
import type { ModelChoice } from './model-rows.ts';

/** The tasks that stored models outside the catalogue fit, according to their headers. */
export class StoredTasks {
  /** Tasks by id of the model. */
  #tasks = $state.raw<Readonly<Record<string, readonly TaskId[]>>>({});

  /** The tasks that a model fits; `null` if its header was not read. */
  find({ location, id }: Pick<ModelChoice, 'location' | 'id'>): readonly TaskId[] | null {
    return location === 'stored' ? (this.#tasks[id] ?? null) : null;
  }

  /** Reads the headers of these models, until `signal` is aborted. */
  async load(models: readonly ModelChoice[], signal: AbortSignal): Promise<void> {
    const unreadModels = models.filter(
      ({ location, task, engineIds: [engine] }) =>
        location === 'stored' && task === null && engine !== undefined && !generatesText(engine),
    );
    if (unreadModels.length === 0) return;
    const inspector = new InspectHandle();
    try {
      for (const { id } of unreadModels) {
        const files = await storedModels.loadFiles(id);
        if (!files) continue;
        // Opening a model whose header cannot be read reports why.
        const tasks = await inspector.readFiles(files, { signal }).then(
          (read) => read.tasks,
          () => null,
        );
        if (signal.aborted) return;
        if (tasks) this.#tasks = { ...this.#tasks, [id]: tasks };
      }
    } finally {
      inspector.close();
    }
  }
}
