import { engineSettings, type EngineSettings } from '#core/engine/engine-settings.ts';
import { engines, listTargets, type DeviceId, type Engine, type EngineId, type Target } from '#core/engine/engines.ts';
import type { FormatId } from '#core/model/model-facts.ts';
import type { EngineListing } from '#protocol/companion-messages.ts';

type Provider = NonNullable<EngineSettings['provider']>;

/** A target on which this page can measure a model. */
export interface AvailableTarget extends Target {
  /** The setting with which the engine uses the device, if it needs one. */
  readonly provider?: Provider;
  /** Whether the target is measured by default: the first device of each engine. */
  readonly isDefault: boolean;
}

/**
 * Lists the targets that can open a model: those of the page whose devices the browser has, and the engines of the
 * companion that are ready, by the devices that they report.
 * @param kind of the engines that open it
 * @param isPresent whether the browser has a device
 */
export function listAvailableTargets(
  format: FormatId,
  kind: Engine['kind'],
  isPresent: (device: DeviceId) => boolean,
  listings: readonly EngineListing[],
): readonly AvailableTarget[] {
  const seen = new Set<EngineId>();
  const pageTargets = listTargets(format)
    .filter(({ host, engine, device }) => host === 'page' && engines[engine].kind === kind && isPresent(device))
    .map(({ host, engine, device }) => ({ host, engine, device, isDefault: isFirst(seen, engine) }));
  const knownListings = listings.filter((listing): listing is EngineListing & { engine: EngineId } =>
    isKnownEngine(listing.engine),
  );
  const nativeTargets = knownListings
    .filter(({ engine, state }) => {
      const { formats, kind: kindOfEngine } = engines[engine];
      return state === 'ready' && kindOfEngine === kind && formats.includes(format);
    })
    .flatMap(({ engine, devices }) =>
      devices.flatMap(({ device, provider }, index) => {
        if (provider !== undefined && !isProvider(provider)) return [];
        const target = { host: 'companion', engine, device, isDefault: index === 0 } as const;
        return provider === undefined ? target : { ...target, provider };
      }),
    );
  return [...pageTargets, ...nativeTargets];
}

/** Whether this version of the page knows the engine: a newer companion may have others. */
function isKnownEngine(id: string): id is EngineId {
  return Object.hasOwn(engines, id);
}

function isProvider(value: string): value is Provider {
  const setting = engineSettings.provider;
  return setting.kind === 'choice' && Object.hasOwn(setting.choices, value);
}

function isFirst(seen: Set<EngineId>, engine: EngineId): boolean {
  if (seen.has(engine)) return false;
  seen.add(engine);
  return true;
}

/** Identifies a target in lists and addresses. */
export function toTargetKey({ host, engine, device, provider }: Omit<AvailableTarget, 'isDefault'>): string {
  return [host, engine, device, ...(provider === undefined ? [] : [provider])].join(':');
}
