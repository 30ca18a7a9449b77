import type * as Ort from 'onnxruntime-web';
import type { DeviceId } from '#core/engine/engines.ts';

/** The library's builds that we ship, each a separate chunk with its own wasm file. */
export type BuildId = 'wasm' | 'jspi' | 'asyncify';

/**
 * The smallest build that supports `device`. Plain wasm has no GPU support; for the GPU, JSPI (if the browser has it)
 * is 10 MB smaller than asyncify.
 */
export function buildFor(device: DeviceId): BuildId {
  if (device === 'wasm') return 'wasm';
  return 'Suspending' in WebAssembly ? 'jspi' : 'asyncify';
}

export type OrtLibrary = typeof Ort;

const builds = {
  wasm: async () =>
    locate(
      await import('onnxruntime-web/wasm'),
      await import('onnxruntime-web/ort-wasm-simd-threaded.wasm?url'),
      await import('onnxruntime-web/ort-wasm-simd-threaded.mjs?url'),
    ),
  jspi: async () =>
    locate(
      await import('onnxruntime-web/jspi'),
      await import('onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm?url'),
      await import('onnxruntime-web/ort-wasm-simd-threaded.jspi.mjs?url'),
    ),
  asyncify: async () =>
    locate(
      await import('onnxruntime-web/webgpu'),
      await import('onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url'),
      await import('onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url'),
    ),
} satisfies Record<BuildId, () => Promise<OrtLibrary>>;

interface AssetUrl {
  readonly default: string;
}

/**
 * Sets the addresses of the library's two files on our own origin, which it would otherwise derive from its script's
 * address.
 */
function locate(library: OrtLibrary, wasm: AssetUrl, glue: AssetUrl): OrtLibrary {
  const absolute = (asset: AssetUrl) => new URL(asset.default, globalThis.location.href).href;
  library.env.wasm.wasmPaths = { wasm: absolute(wasm), mjs: absolute(glue) };
  library.env.logLevel = 'error';
  return library;
}

/** URL of the wasm file that a build loads with its first session. */
export function locateWasm({ env }: OrtLibrary): string {
  const paths = env.wasm.wasmPaths;
  return typeof paths === 'object' ? String(paths.wasm) : '';
}

/** Loading time of each build's script, in milliseconds, until it is attributed to a session. */
const loadMs = new Map<BuildId, number>();

export async function loadBuild(id: BuildId): Promise<OrtLibrary> {
  const requestedMs = performance.now();
  const library = await builds[id]();
  if (!loadMs.has(id)) loadMs.set(id, performance.now() - requestedMs);
  return library;
}

/** The loading time of the build's script, for the session that loaded it; 0 for later sessions. */
export function consumeLoadMs(id: BuildId): number {
  const tookMs = loadMs.get(id) ?? 0;
  loadMs.set(id, 0);
  return tookMs;
}
