import type { Hardware } from '#core/engine/hardware.ts';
import { enginePackages } from '#words/en/device/engine-packages.ts';
import { hardwareFacts } from '#words/en/device/hardware.ts';
import type { EngineDevices } from '../native/engine-devices.ts';
import { formatValue } from './format-value.ts';

/**
 * The hardware of this machine and the devices of its engines, as lines.
 * @param folder of the companion's data, whose file system `hardware.storage` is about
 */
export function hardwareText(hardware: Hardware, folder: string, engines: readonly EngineDevices[]): string {
  return formatValue({
    ...hardwareFacts(hardware),
    'data folder': folder,
    engines: Object.fromEntries(engines.map((engine) => [engine.name, engineText(engine)])),
  });
}

function engineText({ state, devices }: EngineDevices): string {
  if (devices === null) return enginePackages.message(state);
  return devices.map(({ device, name, provider }) => `${device} (${provider ?? name})`).join(', ');
}
