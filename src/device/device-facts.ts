import { parseBrowserName, parseSystemFamily, type Brands } from './browser-name.ts';
import { readGpuFacts, readWebglFacts, type GpuFacts, type WebglFacts } from './gpu-facts.ts';
import { supportsComputePressure } from './power-facts.ts';
import { readStorageFacts, type StorageFacts } from './storage-facts.ts';
import { readWasmFeatures, type WasmFeatures } from './wasm-features.ts';

/** The facts that are available synchronously. */
export interface BasicDeviceFacts {
  /** Name and major version. */
  readonly browser: string;
  /** Family only. */
  readonly os: string;
  /** Logical processors as reported by the browser (some cap or round the number). */
  readonly cores: number;
  /** The number of wasm threads of a run: 1 without cross-origin isolation. */
  readonly threads: number;
  readonly secureContext: boolean;
  readonly crossOriginIsolated: boolean;
  readonly serviceWorkers: boolean;
  readonly wasm: WasmFeatures;
  /** Rounded by the browser, with a maximum of 8; `null` if not exposed. */
  readonly memoryGiB: number | null;
  readonly webgpuExposed: boolean;
  /** Whether the browser exposes CPU pressure (Compute Pressure API). */
  readonly pressureExposed: boolean;
}

/** All facts that the browser reports, without measurements. Plain JSON. */
export interface DeviceFacts extends BasicDeviceFacts {
  readonly gpu: GpuFacts | null;
  readonly webgl: WebglFacts | null;
  readonly webnn: 'absent' | 'unusable' | 'usable';
  readonly storage: StorageFacts;
}

interface BrowserHints {
  readonly userAgentData?: { readonly brands: Brands; readonly platform: string };
  readonly deviceMemory?: number;
}

export function readBasicDeviceFacts(): BasicDeviceFacts {
  const hints = navigator as BrowserHints;
  const wasm = readWasmFeatures();
  const cores = navigator.hardwareConcurrency;
  return {
    browser: parseBrowserName(navigator.userAgent, hints.userAgentData?.brands),
    os: parseSystemFamily(navigator.userAgent, hints.userAgentData?.platform),
    cores,
    threads: crossOriginIsolated && wasm.sharedMemory ? cores : 1,
    secureContext: isSecureContext,
    crossOriginIsolated,
    serviceWorkers: 'serviceWorker' in navigator,
    wasm,
    memoryGiB: hints.deviceMemory ?? null,
    webgpuExposed: 'gpu' in navigator,
    pressureExposed: supportsComputePressure(),
  };
}

/** Reads all facts in tens of milliseconds, in the page and in workers. Never throws. */
export async function readDeviceFacts(): Promise<DeviceFacts> {
  const [gpu, storage, webnn] = await Promise.all([readGpuFacts(), readStorageFacts(), readWebnn()]);
  return { ...readBasicDeviceFacts(), gpu, webgl: readWebglFacts(), webnn, storage };
}

interface WebnnNavigator {
  readonly ml?: { createContext(): Promise<unknown> };
}

/** Tests whether WebNN is usable, because some browsers expose it without an implementation. */
async function readWebnn(): Promise<DeviceFacts['webnn']> {
  const { ml } = navigator as WebnnNavigator;
  if (!ml) return 'absent';
  return ml.createContext().then(
    () => 'usable',
    () => 'unusable',
  );
}
