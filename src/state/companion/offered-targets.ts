import { listEquivalentCompanionEngines, listDevices, type EngineId, type Target } from '#core/engine/engines.ts';
import { formatBenchLink } from '#links/bench-link.ts';
import type { EngineListing } from '#protocol/companion-messages.ts';

/**
 * Formats a link to a quick benchmark on the engine's first device; `null` if the engine is not ready or does not run
 * ONNX.
 */
export function formatQuickBenchmarkLink(listing: EngineListing): string | null {
  const [target] = listOfferedTargets('ort', [listing]);
  if (!target) return null;
  const { engine, device } = target;
  return formatBenchLink(
    { subject: { kind: 'workload', id: 'conv' }, engine, device, effort: 'quick' },
    { startsAutomatically: true },
  );
}

/**
 * Lists the targets that a companion offers for a model: engines that are ready, on devices that they have. Devices
 * that onnxruntime uses only through an execution provider are omitted, because a target does not include the provider.
 * @param engine an engine that opens the model; engines for the same formats are offered too
 * @param listings the engines of the companion
 */
export function listOfferedTargets(engine: EngineId, listings: readonly EngineListing[]): readonly Target[] {
  return listEquivalentCompanionEngines(engine).flatMap((id) => {
    const readyListings = listings.filter((listing) => listing.engine === id && listing.state === 'ready');
    const directDevices = readyListings.flatMap((listing) =>
      listing.devices.filter(({ provider }) => provider === undefined),
    );
    return listDevices(id, 'companion')
      .filter((device) => directDevices.some((target) => target.device === device))
      .map((device) => ({ host: 'companion', engine: id, device }) as const);
  });
}
