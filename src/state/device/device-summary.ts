import { summaryValues, type DeviceSummary } from '#links/device-link.ts';
import type { DeviceReport } from './device-report.ts';

/** The values of a check as in its link, each rounded to three significant digits. */
export function summariseDevice({ facts, speeds }: DeviceReport): DeviceSummary {
  const value = <T>(result: { readonly value: T } | { readonly missing: string }) =>
    'value' in result ? result.value : undefined;
  const storage = value(speeds.storage);
  const measured: Record<(typeof summaryValues)[number], number | undefined> = {
    cores: facts.cores,
    threads: facts.threads,
    oneThreadGflops: value(speeds.matmulOneThread)?.gflops,
    threadsGflops: value(speeds.matmulThreads)?.gflops,
    gpuGflops: value(speeds.matmulGpu)?.gflops,
    gpuHalfGflops: value(speeds.matmulGpuHalf)?.gflops,
    copyGBs: scaleValue(value(speeds.copy), 1e9),
    writeMBs: scaleValue(storage?.writeBytesPerS, 1e6),
    readMBs: scaleValue(storage?.readBytesPerS, 1e6),
    dispatchMs: value(speeds.dispatch),
  };
  const gpu = facts.gpu ? [facts.gpu.vendor, facts.gpu.architecture].filter(Boolean).join(' ') || 'unnamed' : 'none';
  const rounded = Object.entries(measured).flatMap(([name, number]) =>
    number === undefined ? [] : [[name, Number(number.toPrecision(3))] as const],
  );
  return { browser: facts.browser, os: facts.os, gpu, ...Object.fromEntries(rounded) };
}

function scaleValue(value: number | undefined, unit: number): number | undefined {
  return value === undefined ? undefined : value / unit;
}
