import { LinkQuery, linkInvalid } from '#share/link-query.ts';
import type { DeviceReport } from './device-check.svelte.ts';

/** What a link to a device check holds, by its names in the link: words and rounded figures, readable by anyone. */
export type DeviceSummary = Readonly<Record<(typeof words)[number], string>> &
  Partial<Readonly<Record<(typeof figures)[number], number>>>;

const words = ['browser', 'os', 'gpu'] as const;
const figures = [
  'cores',
  'threads',
  'oneThreadGflops',
  'threadsGflops',
  'gpuGflops',
  'gpuHalfGflops',
  'copyGBs',
  'writeMBs',
  'readMBs',
  'dispatchMs',
] as const;
export const summaryFigures = figures;

export function summaryOf({ facts, speeds }: DeviceReport): DeviceSummary {
  const value = <T>(result: { readonly value: T } | { readonly missing: string }) =>
    'value' in result ? result.value : undefined;
  const storage = value(speeds.storage);
  const measured: Record<(typeof figures)[number], number | undefined> = {
    cores: facts.cores,
    threads: facts.threads,
    oneThreadGflops: value(speeds.matmulOneThread)?.gflops,
    threadsGflops: value(speeds.matmulThreads)?.gflops,
    gpuGflops: value(speeds.matmulGpu)?.gflops,
    gpuHalfGflops: value(speeds.matmulGpuHalf)?.gflops,
    copyGBs: scaled(value(speeds.copy), 1e9),
    writeMBs: scaled(storage?.writeBytesPerS, 1e6),
    readMBs: scaled(storage?.readBytesPerS, 1e6),
    dispatchMs: value(speeds.dispatch),
  };
  const gpu = facts.gpu ? [facts.gpu.vendor, facts.gpu.architecture].filter(Boolean).join(' ') || 'unnamed' : 'none';
  const rounded = Object.entries(measured).flatMap(([name, figure]) =>
    figure === undefined ? [] : [[name, Number(figure.toPrecision(3))] as const],
  );
  return { browser: facts.browser, os: facts.os, gpu, ...Object.fromEntries(rounded) };
}

function scaled(value: number | undefined, unit: number): number | undefined {
  return value === undefined ? undefined : value / unit;
}

export function deviceHash(summary: DeviceSummary): string {
  const pairs = Object.entries(summary).map(([name, value]): [string, string] => [name, String(value)]);
  return `#/device?${new URLSearchParams(pairs)}`;
}

const maxWordLength = 60;
const maxFigure = 1e9;

/**
 * null where the link holds no device.
 * @throws AppError link-invalid for anything that {@link deviceHash} does not write
 */
export function readDeviceLink(query: URLSearchParams): DeviceSummary | null {
  const link = new LinkQuery(query, [...words, ...figures, 'auto']);
  if (![...words, ...figures].some((name) => link.text(name) !== null)) return null;
  const summary: Record<string, string | number> = {};
  for (const name of words) {
    const value = link.text(name) ?? '';
    if (!/^[\p{L}\p{N} ._()+-]+$/u.test(value) || value.length > maxWordLength) {
      throw linkInvalid(`“${name}” is not a name: ${value.slice(0, maxWordLength)}`);
    }
    summary[name] = value;
  }
  for (const name of figures) {
    const figure = link.number(name, { min: 0, max: maxFigure });
    if (figure !== null) summary[name] = figure;
  }
  return summary as DeviceSummary;
}
