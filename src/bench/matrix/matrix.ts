import {
  devices,
  hasThreadChoice,
  listDevices,
  listEquivalentCompanionEngines,
  type DeviceId,
  type EngineId,
} from '#core/engine/engines.ts';
import type { AppError } from '#core/errors/error.ts';
import type { Validity } from '#core/report/report-header.ts';

/** A column of a benchmark matrix. */
export interface MatrixTarget {
  /** Only for devices of the companion. In the page, each model runs on the first engine that opens it. */
  readonly engine?: EngineId;
  readonly device: DeviceId;
  /** Only for CPU devices; if absent, the engine chooses. */
  readonly threads?: number;
}

/** A row of a benchmark matrix. */
export interface MatrixRow {
  /** The model's id. */
  readonly model: string;
  /** Height and width of the images in pixels; `null` if the model fixes them or does not read images. */
  readonly imageSize: number | null;
}

/** A measured cell, or the reason that there is no figure. */
export type MatrixCell =
  | {
      readonly state: 'measured';
      readonly engine: EngineId;
      readonly value: number;
      /** The median time of a run, or the tokens per second of a language model. */
      readonly unit: 'ms' | 'tokens/s';
      readonly validity: Validity;
      /** The id of the stored result; `null` if it could not be stored. */
      readonly resultId: string | null;
    }
  | { readonly state: 'unsupported' }
  | { readonly state: 'failed'; readonly error: AppError };

/** The cells of a row, by target; `null` where nothing was measured yet. */
export interface MeasuredRow extends MatrixRow {
  readonly cells: readonly (MatrixCell | null)[];
}

/**
 * Chooses the engine for a model on a target.
 * @param modelEngines the engines of the page that open the model, preferred ones first
 * @returns `null` if none runs there
 */
export function findEngine(modelEngines: readonly EngineId[], target: MatrixTarget): EngineId | null {
  const { engine, device, threads = 1 } = target;
  if (devices[device].host === 'companion') {
    const [preferred] = modelEngines;
    const isEquivalent = engine && preferred && listEquivalentCompanionEngines(preferred).includes(engine);
    return isEquivalent ? engine : null;
  }
  const canRun = (id: EngineId) =>
    listDevices(id, 'page').includes(device) && (threads === 1 || hasThreadChoice(id, device));
  return modelEngines.find(canRun) ?? null;
}

/**
 * Computes the speed of each cell relative to the fastest of its row, in (0, 1]; `null` for cells without a reliable
 * figure.
 */
export function computeRelativeSpeeds({ cells }: MeasuredRow): readonly (number | null)[] {
  const speeds = cells.map((cell) => {
    if (cell?.state !== 'measured' || cell.validity === 'invalid') return null;
    return cell.unit === 'ms' ? 1 / cell.value : cell.value;
  });
  const fastest = Math.max(...speeds.filter((speed) => speed !== null));
  return speeds.map((speed) => speed && speed / fastest);
}
