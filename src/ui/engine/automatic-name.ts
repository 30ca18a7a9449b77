import type { DeviceId } from '#core/engine/engines.ts';
import { text } from '#words/text.ts';

/** The automatic choice, once it is known. */
interface Chosen {
  readonly device: DeviceId;
  readonly threads: number;
}

/** `Automatic (WebAssembly)` */
export function formatAutomaticDevice(chosen: Chosen | null): string {
  const { engine } = text;
  return chosen ? engine.automaticIs(engine.devices[chosen.device]) : engine.automatic;
}

/** `Automatic (2 threads)`; threads apply only to wasm. */
export function formatAutomaticThreads(chosen: Chosen | null): string {
  const { engine } = text;
  return chosen?.device === 'wasm' ? engine.automaticIs(engine.threads(chosen.threads)) : engine.automatic;
}
