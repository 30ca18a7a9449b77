import {
  readDeviceFacts,
  readBasicDeviceFacts,
  type DeviceFacts,
  type BasicDeviceFacts,
} from '#device/device-facts.ts';

/** Capabilities of this device: some at once, all of them some tens of milliseconds later. Read once. */
class KnownFacts {
  readonly basic: BasicDeviceFacts = readBasicDeviceFacts();
  #whole = $state.raw<DeviceFacts | null>(null);
  #reading: Promise<DeviceFacts> | undefined;

  get whole(): DeviceFacts | null {
    return this.#whole;
  }

  read(): Promise<DeviceFacts> {
    this.#reading ??= readDeviceFacts().then((facts) => (this.#whole = facts));
    return this.#reading;
  }
}

export const knownFacts = new KnownFacts();
