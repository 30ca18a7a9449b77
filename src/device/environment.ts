import { measureClockStepUs } from '#bench/measure/clock.ts';
import type { PageEnvironment } from '#core/report/environment.ts';
import { readGpuFacts } from './gpu-facts.ts';
import { readBasicDeviceFacts } from './device-facts.ts';

/**
 * Reads the browser and device facts of a report (R19), and the clock in a loop for some milliseconds. Never throws.
 */
export async function readEnvironment(): Promise<PageEnvironment> {
  const gpu = await readGpuFacts();
  const { browser, os, cores, crossOriginIsolated, wasm, memoryGiB } = readBasicDeviceFacts();
  return {
    kind: 'page',
    browser,
    os,
    cores,
    crossOriginIsolated,
    simd: wasm.simd,
    relaxedSimd: wasm.relaxedSimd,
    clockStepUs: measureClockStepUs(() => performance.now()),
    ...(memoryGiB !== null && { memoryGiB }),
    ...(gpu && { gpu: { vendor: gpu.vendor, architecture: gpu.architecture, software: gpu.software } }),
  };
}
