import type { Hardware } from '#core/engine/hardware.ts';
import { enginePackages } from '#words/en/device/engine-packages.ts';
import { hardwareFacts } from '#words/en/device/hardware.ts';
import type { EngineDevices } from '../native/engine-devices.ts';
import { formatValue } from './format-value.ts';

/**
 * Formats the hardware of this machine and the devices of its engines.
 * @param folder the data folder of the companion; `hardware.storage` describes its file system
 */
export function formatHardware(hardware: Hardware, folder: string, engines: readonly EngineDevices[]): string {
  return formatValue({
    ...hardwareFacts(hardware),
    'data folder': folder,
    engines: Object.fromEntries(engines.map((engine) => [engine.name, formatEngine(engine)])),
  });
}

function formatEngine({ state, devices }: EngineDevices): string {
  if (devices === null) return enginePackages.message(state);
  return devices.map(({ device, name, provider }) => `${device} (${provider ?? name})`).join(', ');
}
