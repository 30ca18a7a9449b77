import * as v from 'valibot';
import { engineSettings, settingIds, type EngineSettings, type Setting } from '#core/engine/engine-settings.ts';

/** The schema of each setting in the table of `core/engine/engine-settings.ts`. */
export const settingEntries = Object.fromEntries(
  settingIds.map((id) => [id, v.exactOptional(createValueSchema(engineSettings[id]))]),
);

/**
 * The settings of an engine. Unknown names are rejected, so an engine's other options, such as library and cache paths,
 * cannot be set through the protocol.
 */
export const settings = v.strictObject(settingEntries) as unknown as v.GenericSchema<EngineSettings>;

function createValueSchema(setting: Setting) {
  switch (setting.kind) {
    case 'choice':
      return v.picklist(Object.keys(setting.choices));
    case 'switch':
      return v.boolean();
    case 'number':
      return v.pipe(v.number(), v.integer(), v.minValue(setting.min), v.maxValue(setting.max));
  }
}
