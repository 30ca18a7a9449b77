import { devices, listDevices, type DeviceId, type EngineId, type HostId } from '#core/engine/engines.ts';
import type { LinkQuery } from './link-query.ts';

/** The parameters that name the target of a link. */
export const targetNames = ['host', 'engine', 'device'];

/**
 * Reads the target of a link to the companion, `host=companion[&engine=ort][&device=cpu]`; `null` if the link is for
 * the page. Defaults: the first engine, and its first device in the companion.
 * @param supportedEngines engines that may open the model
 * @param isInCompanion whether the companion has the model, so it is the only host
 * @throws AppError link-invalid
 */
export function readCompanionTarget<Engine extends EngineId>(
  link: LinkQuery,
  supportedEngines: readonly Engine[],
  isInCompanion = false,
): { readonly engine: Engine; readonly device: DeviceId } | null {
  const inCompanion = supportedEngines.filter((id) => listDevices(id, 'companion').length > 0);
  const [first] = inCompanion;
  const hosts: readonly HostId[] = isInCompanion ? ['companion'] : first ? ['page', 'companion'] : ['page'];
  const host = link.readChoice('host', hosts) ?? hosts[0];
  if (host === 'page' || !first) return null;
  const engine = link.readChoice('engine', inCompanion) ?? first;
  const companionDevices = listDevices(engine, 'companion');
  return { engine, device: link.readChoice('device', companionDevices) ?? companionDevices[0]! };
}

/** Lists the parameter for the host of a device, which only the companion needs. */
export function listHostPairs(
  device: DeviceId | null | undefined,
): readonly (readonly [name: string, value: string])[] {
  return device && devices[device].host === 'companion' ? [['host', 'companion']] : [];
}
