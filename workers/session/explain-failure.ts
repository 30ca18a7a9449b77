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

/** Errors whose cause is known only from the engine's message. */
const unexplained: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['model-unsupported', 'model-corrupt', 'internal']);

/**
 * Replaces an engine's message by the reason found in the model's header, as the Models page does before a run. If the
 * header can be read, the model is not damaged: its engine does not support it.
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
  const inPage = runsInPage(engine) && devices.every((device) => deviceTable[device].host === 'page');
  if (!inPage || !unexplained.has(error.code) || reason !== undefined || misfit !== undefined) return error;
  try {
    const { findEngineLimit } = await import('#planner/engine-limits/index.ts');
    const header = await readGraphFacts(model, model.entry);
    const device = devices.at(-1) ?? getDefaultDevice(engine, 'page');
    const limit = findEngineLimit(header, { engine, device });
    if (!limit && error.code !== 'model-corrupt') return error;
    return new AppError('model-unsupported', { ...(limit ?? facts), model: model.entry, engine }, { cause: error });
  } catch {
    return error; // the header itself cannot be read
  }
}
