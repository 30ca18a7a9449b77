import type { DeviceId } from '#core/engine/engines.ts';
import {
  readDeviceFacts,
  readBasicDeviceFacts,
  type DeviceFacts,
  type BasicDeviceFacts,
} from '#device/device-facts.ts';

/** Capabilities of this device, read once: some are available at once, the others some tens of milliseconds later. */
class DeviceFactsReader {
  readonly basic: BasicDeviceFacts = readBasicDeviceFacts();
  #complete = $state.raw<DeviceFacts | null>(null);
  #reading: Promise<DeviceFacts> | undefined;

  get complete(): DeviceFacts | null {
    return this.#complete;
  }

  read(): Promise<DeviceFacts> {
    this.#reading ??= readDeviceFacts().then((facts) => (this.#complete = facts));
    return this.#reading;
  }
}

export const deviceFacts = new DeviceFactsReader();

/**
 * Whether the page has a device. A browser can expose WebGPU without an adapter, which is known only once the facts
 * have been read.
 */
export function isDevicePresent(device: DeviceId): boolean {
  const { complete, basic } = deviceFacts;
  return device !== 'webgpu' || (complete ? complete.gpu !== null : basic.webgpuExposed);
}
