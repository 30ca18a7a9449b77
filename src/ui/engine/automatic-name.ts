import type { DeviceId } from '#core/engine/engines.ts';
import { text } from '#words/text.ts';

/** The device and number of threads that were chosen automatically. */
interface AutomaticChoice {
  readonly device: DeviceId;
  readonly threads: number;
}

/** Formats `Automatic (WebAssembly)`, or `Automatic` while the choice is not known. */
export function formatAutomaticDevice(chosen: AutomaticChoice | null): string {
  const { engine } = text;
  return chosen ? engine.automaticValue(engine.devices[chosen.device]) : engine.automatic;
}

/** Formats `Automatic (2 threads)`; threads apply only to wasm. */
export function formatAutomaticThreads(chosen: AutomaticChoice | null): string {
  const { engine } = text;
  return chosen?.device === 'wasm' ? engine.automaticValue(engine.threads(chosen.threads)) : engine.automatic;
}
