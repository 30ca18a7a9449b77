import {
  readDeviceFacts,
  readBasicDeviceFacts,
  type DeviceFacts,
  type BasicDeviceFacts,
} from '#device/device-facts.ts';

/** Capabilities of this device: some at once, all of them some tens of milliseconds later. Read once. */
class DeviceFactsReader {
  readonly basic: BasicDeviceFacts = readBasicDeviceFacts();
  #all = $state.raw<DeviceFacts | null>(null);
  #reading: Promise<DeviceFacts> | undefined;

  get all(): DeviceFacts | null {
    return this.#all;
  }

  read(): Promise<DeviceFacts> {
    this.#reading ??= readDeviceFacts().then((facts) => (this.#all = facts));
    return this.#reading;
  }
}

export const deviceFacts = new DeviceFactsReader();
