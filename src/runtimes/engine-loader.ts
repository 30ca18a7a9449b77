import type { EngineId } from '#core/engine/engines.ts';
import { AppError } from '#core/errors/error.ts';
import type { Runtime, Session } from '#core/engine/runtime.ts';

/**
 * Error messages of browsers and libraries for a script or wasm file that could not be fetched. Engines fetch nothing
 * else, because they receive models as bytes or files.
 */
const failedFetch =
  /Failed to fetch|dynamically imported module|Importing a module script failed|NetworkError|Load failed|fetching of the wasm failed/i;

/**
 * Wraps the import of an engine, so that loading it or opening a model throws `engine-not-cached` if one of the
 * engine's files is neither cached for offline use nor fetchable.
 */
export function createEngineLoader<S extends Session>(load: () => Promise<Runtime<S>>, id: EngineId) {
  const explainFailure = (thrown: unknown): unknown => {
    const why = thrown instanceof AppError ? `${thrown.facts['why']}` : String(thrown);
    return failedFetch.test(why) ? new AppError('engine-not-cached', { engine: id }, { cause: thrown }) : thrown;
  };
  return async (): Promise<Runtime<S>> => {
    try {
      const runtime = await load();
      return {
        ...runtime,
        open: (model, options) =>
          runtime.open(model, options).catch((thrown: unknown) => {
            throw explainFailure(thrown);
          }),
      };
    } catch (thrown) {
      throw explainFailure(thrown);
    }
  };
}
