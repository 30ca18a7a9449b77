import {
  listSettingIds,
  listSupportedSettings,
  changeSetting,
  type EngineSettings,
  type SettingId,
} from '#core/engine/engine-settings.ts';
import { proposeSetups, type Remedy } from '../remedy.ts';

/** The provider decides which device is used, so it stays. */
function withoutChoices({ provider }: EngineSettings): EngineSettings {
  return provider === undefined ? {} : { provider };
}

/** The engine's own settings instead of chosen ones. */
export const defaultSettings: Remedy = {
  propose({ setup }) {
    const hasChoices = listSettingIds(setup.settings).some((id) => id !== 'provider');
    return proposeSetups(setup, hasChoices ? [{ settings: withoutChoices(setup.settings) }] : [], 'default-settings');
  },
};

/** The settings that reserve memory for later runs, which can be turned off. */
const reservingIds = ['memoryPattern', 'memoryArena'] as const satisfies readonly SettingId[];

/** Memory is freed between runs instead of reserved for the next one. */
export const freedMemory: Remedy = {
  propose({ setup }) {
    const supported = listSupportedSettings(setup.engine, setup.device);
    const ids = reservingIds.filter((id) => supported.includes(id) && setup.settings[id] !== false);
    const variants = ids.map((id) => ({ settings: changeSetting(setup.settings, id, false) }));
    return proposeSetups(setup, variants, 'no-memory-setting');
  },
};

/** The settings that choose the type in which the engine computes or stores values. */
const precisionIds = ['precision', 'computePrecision'] as const satisfies readonly SettingId[];

/** Float32 instead of a shorter type that was chosen. */
export const fullPrecision: Remedy = {
  propose({ setup, hasItems }) {
    const { settings } = setup;
    const ids = precisionIds.filter((id) => settings[id] !== undefined && settings[id] !== 'float32');
    if (ids.length === 0) return 'full-precision';
    if (!hasItems) return 'needs-items';
    const chosen = ids.reduce((left, id) => changeSetting(left, id, 'float32'), settings);
    return proposeSetups(setup, [{ settings: chosen }], 'full-precision');
  },
};
