/**
 * How many wasm threads an engine starts: as many as asked for, within what this page can use; all of them where nobody asks.
 * The libraries' own choices differ (onnxruntime-web and wllama take half of the cores), and the recommendation and the
 * forecast are for all or for one (mobilenetv2-int8 on two idle cores: 26 ms a run instead of 45).
 * @param wanted undefined: as many as are good here
 * @param available what this page can use: one without cross-origin isolation
 */
export function threadsFor(wanted: number | undefined, available: number = availableThreads()): number {
  return Math.min(Math.max(1, wanted ?? available), available);
}

const availableThreads = (): number => (globalThis.crossOriginIsolated ? navigator.hardwareConcurrency : 1);
