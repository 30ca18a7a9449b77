import { summaryNumbers, type DeviceSummary } from '#links/device-link.ts';
import type { DeviceReport } from './device-report.ts';

/** Returns the values of a check as in its link, each rounded to three significant digits. */
export function summariseDevice({ facts, speeds }: DeviceReport): DeviceSummary {
  const getValue = <T>(result: { readonly value: T } | { readonly missing: string }) =>
    'value' in result ? result.value : undefined;
  const storage = getValue(speeds.storage);
  const values: Record<(typeof summaryNumbers)[number], number | undefined> = {
    cores: facts.cores,
    threads: facts.threads,
    oneThreadGflops: getValue(speeds.matmulOneThread)?.gflops,
    threadsGflops: getValue(speeds.matmulThreads)?.gflops,
    gpuGflops: getValue(speeds.matmulGpu)?.gflops,
    gpuHalfGflops: getValue(speeds.matmulGpuHalf)?.gflops,
    copyGBs: scaleValue(getValue(speeds.copy), 1e9),
    writeMBs: scaleValue(storage?.writeBytesPerS, 1e6),
    readMBs: scaleValue(storage?.readBytesPerS, 1e6),
    dispatchMs: getValue(speeds.dispatch),
  };
  const gpu = facts.gpu ? [facts.gpu.vendor, facts.gpu.architecture].filter(Boolean).join(' ') || 'unnamed' : 'none';
  const rounded = Object.entries(values).flatMap(([name, number]) =>
    number === undefined ? [] : [[name, Number(number.toPrecision(3))] as const],
  );
  return { browser: facts.browser, os: facts.os, gpu, ...Object.fromEntries(rounded) };
}

function scaleValue(value: number | undefined, unit: number): number | undefined {
  return value === undefined ? undefined : value / unit;
}
