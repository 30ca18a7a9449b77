/**
 * The number of wasm threads that an engine starts: the requested number, limited to what this page can use, or all if
 * none is requested. The libraries' defaults differ (onnxruntime-web and wllama use half of the cores), whereas
 * recommendation and forecast assume all threads or one (mobilenetv2-int8 on two idle cores: 26 ms per run instead of
 * 45).
 * @param requested `undefined` for all available threads
 * @param available threads that this page can use: one without cross-origin isolation
 */
export function countThreads(requested: number | undefined, available: number = availableThreads()): number {
  return Math.min(Math.max(1, requested ?? available), available);
}

const availableThreads = (): number => (globalThis.crossOriginIsolated ? navigator.hardwareConcurrency : 1);
