import { engineSettings, type EngineSettings, type Setting, type SettingId } from '#core/engine-settings.ts';
import { count, flag, numbered, oneOf, type Codec } from './codec.ts';

/** How the value of a setting travels. */
export function settingCodec<Id extends SettingId>(id: Id): Codec<NonNullable<EngineSettings[Id]>> {
  return codecOf(engineSettings[id]) as Codec<NonNullable<EngineSettings[Id]>>; // by the table's own types
}

function codecOf(setting: Setting): Codec<never> {
  switch (setting.kind) {
    case 'choice':
      return oneOf(setting.choices) as Codec<never>;
    case 'switch':
      return flag as Codec<never>;
    case 'number':
      return count(setting.max) as Codec<never>;
  }
}

/** What was set on the engine, each setting under the number that the table of settings gives it. */
export const settings = numbered<EngineSettings>(
  Object.entries(engineSettings).map(([id, setting]) => ({
    number: setting.codecNumber,
    path: id,
    codec: codecOf(setting) as Codec<unknown>,
    isRequired: false,
  })),
);
