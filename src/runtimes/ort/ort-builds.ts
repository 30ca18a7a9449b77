import type * as Ort from 'onnxruntime-web';
import type { DeviceId } from '#core/engine/engines.ts';

/** The builds of the library, each a separate chunk with its own wasm file. */
export type BuildId = 'wasm' | 'jspi' | 'asyncify';

/**
 * Selects the smallest build that supports `device`. Plain wasm has no GPU support. Of the builds with it, JSPI is 10
 * MB smaller than asyncify, but not every browser supports it.
 */
export function selectBuild(device: DeviceId): BuildId {
  if (device === 'wasm') return 'wasm';
  return 'Suspending' in WebAssembly ? 'jspi' : 'asyncify';
}

export type OrtLibrary = typeof Ort;

const builds = {
  wasm: async () =>
    configurePaths(
      await import('onnxruntime-web/wasm'),
      await import('onnxruntime-web/ort-wasm-simd-threaded.wasm?url'),
      await import('onnxruntime-web/ort-wasm-simd-threaded.mjs?url'),
    ),
  jspi: async () =>
    configurePaths(
      await import('onnxruntime-web/jspi'),
      await import('onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm?url'),
      await import('onnxruntime-web/ort-wasm-simd-threaded.jspi.mjs?url'),
    ),
  asyncify: async () =>
    configurePaths(
      await import('onnxruntime-web/webgpu'),
      await import('onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url'),
      await import('onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url'),
    ),
} satisfies Record<BuildId, () => Promise<OrtLibrary>>;

interface AssetUrl {
  readonly default: string;
}

/** Points the library to its wasm and glue files in the app, instead of next to its script. */
function configurePaths(library: OrtLibrary, wasm: AssetUrl, glue: AssetUrl): OrtLibrary {
  const toAbsoluteUrl = (asset: AssetUrl) => new URL(asset.default, globalThis.location.href).href;
  library.env.wasm.wasmPaths = { wasm: toAbsoluteUrl(wasm), mjs: toAbsoluteUrl(glue) };
  library.env.logLevel = 'error';
  return library;
}

/** Returns the URL of the wasm file that a build loads with its first session. */
export function getWasmUrl({ env }: OrtLibrary): string {
  const paths = env.wasm.wasmPaths;
  return typeof paths === 'object' ? String(paths.wasm) : '';
}

/** Loading time of each build's script that is not yet attributed to a session. */
const loadMs = new Map<BuildId, number>();

export async function loadBuild(id: BuildId): Promise<OrtLibrary> {
  const requestedMs = performance.now();
  const library = await builds[id]();
  if (!loadMs.has(id)) loadMs.set(id, performance.now() - requestedMs);
  return library;
}

/** Returns the loading time of a build's script in milliseconds for its first session, and 0 for later ones. */
export function consumeLoadMs(id: BuildId): number {
  const durationMs = loadMs.get(id) ?? 0;
  loadMs.set(id, 0);
  return durationMs;
}
