import { engineSettings, type EngineSettings, type Setting, type SettingId } from '#core/engine/engine-settings.ts';
import { createCountCodec, flagCodec, createFieldsCodec, createEnumCodec, type Codec } from '../encoding/codec.ts';

/** Creates the codec of a setting's value. */
export function createSettingCodec<Id extends SettingId>(id: Id): Codec<NonNullable<EngineSettings[Id]>> {
  // The types of the table guarantee this.
  return createCodec(engineSettings[id]) as Codec<NonNullable<EngineSettings[Id]>>;
}

function createCodec(setting: Setting): Codec<never> {
  switch (setting.kind) {
    case 'choice':
      return createEnumCodec(setting.choices) as Codec<never>;
    case 'switch':
      return flagCodec as Codec<never>;
    case 'number':
      return createCountCodec(setting.max) as Codec<never>;
  }
}

/** The codec of the engine's settings, each by its number in the settings table. */
export const settingsCodec = createFieldsCodec<EngineSettings>(
  Object.entries(engineSettings).map(([id, setting]) => ({
    number: setting.codecNumber,
    path: id,
    codec: createCodec(setting) as Codec<unknown>,
    isRequired: false,
  })),
);
