import type { MemoryInUse } from '#core/engine/runtime.ts';

/** R26: of this process, which runs one engine. */
export function readProcessMemory(): Pick<MemoryInUse, 'processPeakBytes'> {
  return { processPeakBytes: 1024 * process.resourceUsage().maxRSS }; // Node states it in KiB on every system
}
