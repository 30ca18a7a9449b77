import { readFile } from 'node:fs/promises';
import { listSettingPairs, listSupportedSettings, type EngineSettings } from '#core/engine/engine-settings.ts';
import { listDevices, engines, listTargets, type DeviceId, type EngineId, type Target } from '#core/engine/engines.ts';
import { AppError } from '#core/errors/error.ts';
import type { FormatId } from '#core/model/model-facts.ts';
import type { StandaloneConfiguration } from '#standalone/standalone-model.ts';
import { LinkQuery } from '#links/link-query.ts';
import { readSettings } from '#links/setting-query.ts';
import { UsageError } from '../command.ts';
import { readTarget } from '../native/companion-target.ts';
import { checkLink } from '../options/check-link.ts';
import { listGivenOptions } from '../options/setting-options.ts';
import { parseWholeNumber } from '../options/parse-whole-number.ts';

interface Values {
  readonly tuned?: string;
  readonly target?: string;
  readonly device?: string;
  readonly threads?: string;
}

/**
 * Reads the configuration that the options of a command describe: the winner of a tuning search, or a target, threads and
 * settings.
 * @param settingNames the names of the options that are engine settings
 * @throws UsageError
 */
export async function readConfiguration(
  format: FormatId,
  values: Values,
  settingNames: readonly string[],
): Promise<StandaloneConfiguration> {
  if (values.tuned !== undefined) return readWinner(values.tuned);
  const target = chooseTarget(format, values);
  const threads = values.threads === undefined ? null : parseWholeNumber('threads', values.threads, 1, 64);
  return { ...target, threads, settings: parseSettings(target, listGivenOptions({ ...values }, settingNames)) };
}

function chooseTarget(format: FormatId, { target, device }: Values): Target {
  if (target !== undefined) return { host: 'companion', ...readTarget(target) };
  const candidates = listTargets(format).filter((candidate) => candidate.host === 'page' || device === undefined);
  const match = candidates.find((candidate) => device === undefined || candidate.device === device);
  if (match) return match;
  const known = [...new Set(candidates.map((candidate) => candidate.device))].join(', ');
  throw new UsageError(`--device is "${device ?? ''}", but models of this format run on ${known || 'no device'}`);
}

/** @throws UsageError if a value is invalid, or the engine does not have the setting on this device */
function parseSettings({ engine, device }: Target, pairs: readonly (readonly [string, string])[]): EngineSettings {
  let settings: EngineSettings = {};
  const supportedSettings = listSupportedSettings(engine, device);
  checkLink(
    () =>
      (settings = readSettings(
        new LinkQuery(
          pairs,
          pairs.map(([name]) => name),
        ),
        supportedSettings,
      )),
  );
  const usedNames = new Set(listSettingPairs(settings).map(([name]) => name));
  const unsupported = pairs.find(([name]) => !usedNames.has(name));
  if (unsupported) throw new UsageError(`--${unsupported[0]} is not a setting of ${engine} on ${device}`);
  return settings;
}

/**
 * Reads the winner from the JSON of a tuning search.
 * @throws UsageError
 */
async function readWinner(path: string): Promise<StandaloneConfiguration> {
  const winner = await readWinnerJson(path);
  if (!isConfiguration(winner)) throw new UsageError(`--tuned: "${path}" contains no winner of a tuning search`);
  const { host, engine, device, threads } = winner;
  return { host, engine, device, threads, settings: parseSettings(winner, listSettingPairs(winner.settings)) };
}

async function readWinnerJson(path: string): Promise<unknown> {
  try {
    const json = JSON.parse(await readFile(path, 'utf8')) as { readonly winner?: unknown } | null;
    return json?.winner;
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new UsageError(`--tuned: "${path}" cannot be read as JSON`);
  }
}

function isConfiguration(value: unknown): value is StandaloneConfiguration {
  if (typeof value !== 'object' || value === null) return false;
  const { host, engine, device, threads, settings } = value as Readonly<Record<keyof StandaloneConfiguration, unknown>>;
  if (host !== 'page' && host !== 'companion') return false;
  if (typeof engine !== 'string' || !Object.hasOwn(engines, engine)) return false;
  const hasDevice = listDevices(engine as EngineId, host).includes(device as DeviceId);
  const hasThreads = threads === null || (Number.isInteger(threads) && Number(threads) > 0);
  return hasDevice && hasThreads && typeof settings === 'object' && settings !== null;
}
