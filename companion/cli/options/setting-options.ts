import { engineSettings, listSettingTexts, type SettingId } from '#core/engine/engine-settings.ts';
import { engine as words } from '#words/en/device/engine.ts';

/** Engine settings in the form of command options. */
export interface SettingOptions {
  /** The names of the settings, which are those in links. */
  readonly names: readonly string[];
  /** Option definitions for `parseOptions`. */
  readonly options: Readonly<Record<string, { readonly type: 'string' }>>;
  /** One usage line per setting: `  --graph disabled|basic|extended|all  Graph optimisation, for ort`. */
  readonly usage: string;
}

/** The width of the first column of a usage text, in characters. */
const optionWidth = 36;

/** Creates the command options of engine settings. */
export function createSettingOptions(ids: readonly SettingId[]): SettingOptions {
  const settings = ids.map((id) => engineSettings[id]);
  return {
    names: settings.map(({ link }) => link),
    options: Object.fromEntries(settings.map(({ link }) => [link, { type: 'string' as const }])),
    usage: ids.map(formatUsage).join('\n'),
  };
}

function formatUsage(id: SettingId): string {
  const setting = engineSettings[id];
  const values = setting.kind === 'number' ? '<n>' : listSettingTexts(setting).join('|');
  const option = `  --${setting.link} ${values}`;
  return `${option.padEnd(optionWidth)}  ${words.settings[id].name}, for ${Object.keys(setting.devices).join(', ')}`;
}

/** Lists the options that have a value, as link parameters. */
export function listGivenOptions(
  values: Readonly<Record<string, unknown>>,
  names: readonly string[],
): [string, string][] {
  return names.flatMap((name): [string, string][] => {
    const value = values[name];
    return typeof value === 'string' ? [[name, value]] : [];
  });
}
