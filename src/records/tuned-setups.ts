import { devices, engines } from '#core/engine/engines.ts';
import type { Configuration } from '#tune/configuration.ts';
import { readLocalText, writeLocalText } from './local-storage.ts';

/**
 * The configuration that won the search for a model. Local storage contains it, because it can be read synchronously.
 */
interface TunedModel {
  /** Computed by `toModelKey` in `state/tune/tuned-models.ts`. */
  readonly model: string;
  /** See `TuningRecord`. */
  readonly device: string;
  readonly configuration: Configuration;
}

const key = 'assay.tuned';
const maxStored = 100;

/** Returns the tuned configuration of a model; `null` if the model was not tuned on this device. */
export function findTunedConfiguration(model: string, device: string): Configuration | null {
  return readAll().find((setup) => setup.model === model && setup.device === device)?.configuration ?? null;
}

/** Replaces the configuration of the same model; `null` deletes it. */
export function storeTunedConfiguration(model: string, device: string, configuration: Configuration | null): void {
  const others = readAll().filter((setup) => setup.model !== model);
  const setups = configuration ? [{ model, device, configuration }, ...others] : others;
  writeLocalText(key, JSON.stringify(setups.slice(0, maxStored)));
}

function readAll(): readonly TunedModel[] {
  try {
    const stored: unknown = JSON.parse(readLocalText(key) ?? '[]');
    return Array.isArray(stored) ? stored.filter(isTunedModel) : [];
  } catch {
    return [];
  }
}

/** Returns whether a stored value is valid: another app version may have stored another format or an unknown engine. */
function isTunedModel(stored: Partial<TunedModel> | null): stored is TunedModel {
  const configuration: Partial<Configuration> | null = stored?.configuration ?? null;
  const { engine, device, settings } = configuration ?? {};
  const isKnown = engine !== undefined && engine in engines && device !== undefined && device in devices;
  return isKnown && typeof settings === 'object' && settings !== null;
}
