import type { DeviceId } from '#core/engines.ts';
import { text } from '#words/text.ts';

/** The automatic choice, once it is known. */
interface Chosen {
  readonly device: DeviceId;
  readonly threads: number;
}

/** `Automatic (WebAssembly, 2 threads)`; threads apply only to wasm. */
export function automaticDevice(chosen: Chosen | null): string {
  const { engine } = text;
  if (!chosen) return engine.automatic;
  const { device, threads } = chosen;
  const name = engine.devices[device];
  return engine.automaticIs(device === 'wasm' ? engine.onThreads(name, engine.threads(threads)) : name);
}

/** `Automatic (2 threads)` */
export function automaticThreads(chosen: Chosen | null): string {
  const { engine } = text;
  return chosen?.device === 'wasm' ? engine.automaticIs(engine.threads(chosen.threads)) : engine.automatic;
}
