import {
  listSettingIds,
  listSupportedSettings,
  changeSetting,
  type EngineSettings,
  type SettingId,
} from '#core/engine/engine-settings.ts';
import { proposeSetups, type Remedy } from '../remedy.ts';

/** Removes all settings except the provider, which decides the device. */
function keepOnlyProvider({ provider }: EngineSettings): EngineSettings {
  return provider === undefined ? {} : { provider };
}

/** Proposes the engine's default settings instead of chosen ones. */
export const defaultSettings: Remedy = {
  propose({ setup }) {
    const hasChoices = listSettingIds(setup.settings).some((id) => id !== 'provider');
    return proposeSetups(setup, hasChoices ? [{ settings: keepOnlyProvider(setup.settings) }] : [], 'default-settings');
  },
};

/** Settings that reserve memory for later runs, and can be turned off. */
const reservingIds = ['memoryPattern', 'memoryArena'] as const satisfies readonly SettingId[];

/** Proposes to free memory between runs instead of reserving it for the next one. */
export const freedMemory: Remedy = {
  propose({ setup }) {
    const supportedSettings = listSupportedSettings(setup.engine, setup.device);
    const ids = reservingIds.filter((id) => supportedSettings.includes(id) && setup.settings[id] !== false);
    const variants = ids.map((id) => ({ settings: changeSetting(setup.settings, id, false) }));
    return proposeSetups(setup, variants, 'no-memory-setting');
  },
};

/** Settings of the type in which the engine computes or stores values. */
const precisionIds = ['precision', 'computePrecision'] as const satisfies readonly SettingId[];

/** Proposes float32 instead of a smaller type that was chosen. */
export const fullPrecision: Remedy = {
  propose({ setup, hasItems }) {
    const { settings } = setup;
    const ids = precisionIds.filter((id) => settings[id] !== undefined && settings[id] !== 'float32');
    if (ids.length === 0) return 'full-precision';
    if (!hasItems) return 'needs-items';
    const fullPrecisionSettings = ids.reduce((left, id) => changeSetting(left, id, 'float32'), settings);
    return proposeSetups(setup, [{ settings: fullPrecisionSettings }], 'full-precision');
  },
};
