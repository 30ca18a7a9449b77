import { companionEnginesLike, devicesFor, type EngineId, type Target } from '#core/engine/engines.ts';
import type { EngineListing } from '#protocol/companion-messages.ts';

/**
 * The targets that a companion offers for a model: engines that are ready, on devices that they have. A device that
 * onnxruntime uses through a provider only is left out, since the model would need that setting too.
 * @param engine one that opens the model
 * @param listings the engines of the companion
 */
export function offeredTargets(engine: EngineId, listings: readonly EngineListing[]): readonly Target[] {
  return companionEnginesLike(engine).flatMap((id) => {
    const ready = listings.filter((listing) => listing.engine === id && listing.state === 'ready');
    const there = ready.flatMap((listing) => listing.devices.filter(({ provider }) => provider === undefined));
    return devicesFor(id, 'companion')
      .filter((device) => there.some((found) => found.device === device))
      .map((device) => ({ host: 'companion', engine: id, device }) as const);
  });
}
