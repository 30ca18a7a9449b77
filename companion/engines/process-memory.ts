import type { MemoryInUse } from '#core/engine/runtime.ts';

/** Reads the peak memory (resident set size) of this process, which runs a single engine (R26). */
export function readProcessMemory(): Pick<MemoryInUse, 'processPeakBytes'> {
  return { processPeakBytes: 1024 * process.resourceUsage().maxRSS }; // in KiB on every platform
}
