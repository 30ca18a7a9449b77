import {
  getDefaultDevice,
  devices as deviceTable,
  runsInPage,
  type DeviceId,
  type EngineId,
} from '#core/engine/engines.ts';
import { AppError, asAppError, type ErrorCode } from '#core/errors/error.ts';
import type { ModelFiles } from '#core/model/model.ts';
import { readGraphFacts } from '#sessions/model-graphs.ts';

/** The codes of errors that are explained only by the engine's message. */
const unexplainedErrors: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'model-unsupported',
  'model-corrupt',
  'internal',
]);

/**
 * Replaces an engine's error by one with the reason found in the model's header, by the rules of the Models page. A model
 * whose header can be read is not corrupt, but not supported by the engine.
 * @param devices the devices that were tried
 */
export async function explainFailure(
  thrown: unknown,
  model: ModelFiles,
  engine: EngineId,
  devices: readonly DeviceId[],
): Promise<AppError> {
  const error = asAppError(thrown);
  const { reason, misfit, ...facts } = error.facts;
  const isInPage = runsInPage(engine) && devices.every((device) => deviceTable[device].host === 'page');
  if (!isInPage || !unexplainedErrors.has(error.code) || reason !== undefined || misfit !== undefined) return error;
  try {
    const { findEngineLimit } = await import('#planner/engine-limits/index.ts');
    const header = await readGraphFacts(model, model.entry);
    const device = devices.at(-1) ?? getDefaultDevice(engine, 'page');
    const limit = findEngineLimit(header, { engine, device });
    if (!limit && error.code !== 'model-corrupt') return error;
    return new AppError('model-unsupported', { ...(limit ?? facts), model: model.entry, engine }, { cause: error });
  } catch {
    return error; // the header cannot be read, so the engine's error remains
  }
}
