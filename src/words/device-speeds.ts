import type { MeasurementId } from '#device/measure-device.ts';
import type { DeviceSpeeds, MeasurementResult } from '#device/speeds.ts';
import type { FactGroup } from './device-facts.ts';
import type { device } from './en/device/device.ts';
import type { format } from './en/format.ts';

interface Words {
  readonly format: typeof format;
  readonly device: typeof device;
}

export const products = ['matmulOneThread', 'matmulThreads', 'matmulGpu', 'matmulGpuHalf'] as const;
const figures = ['copy', 'storage', 'dispatch', 'clockStep'] as const;

/** A measured speed with its unit, or the reason why it is missing. */
export function formatSpeed(text: Words, id: MeasurementId, speeds: Partial<DeviceSpeeds>): string {
  const { format } = text;
  const words = text.device.speeds;
  const { perSecond, gflops, readWrite } = words;
  const outcome = <T>(result: MeasurementResult<T> | undefined, show: (value: T) => string): string => {
    if (!result) return words.notMeasured;
    if ('value' in result) return show(result.value);
    const why = result.why ? `: ${result.why}` : '';
    return `${words.missing[result.missing]}${why}`;
  };
  switch (id) {
    case 'copy':
      return outcome(speeds.copy, (bytes) => perSecond(format.bytes(bytes)));
    case 'storage':
      return outcome(speeds.storage, ({ writeBytesPerS, readBytesPerS }) =>
        readWrite(perSecond(format.bytes(writeBytesPerS)), perSecond(format.bytes(readBytesPerS))),
      );
    case 'dispatch':
      return outcome(speeds.dispatch, format.duration);
    case 'clockStep':
      return outcome(speeds.clockStep, (us) => format.duration(us / 1000));
    default:
      return outcome(speeds[id], (speed) => gflops(format.number(speed.gflops)));
  }
}

/** The measurements other than matrix products, each with an explanation of what it limits. */
export function listSpeedFigures(text: Words, speeds: Partial<DeviceSpeeds>) {
  return figures.map((id) => ({
    id,
    value: formatSpeed(text, id, speeds),
    meaning: text.device.speeds.meanings[id],
  }));
}

/** A device check as plain text, one fact per line. */
export function formatDeviceCheck(
  text: Words,
  browserAndOs: string,
  groups: readonly FactGroup[],
  speeds: Partial<DeviceSpeeds>,
): string {
  const { checkTitle, measured, names } = text.device;
  const measurements = [...products, ...figures].map((id) => `${names[id]}: ${formatSpeed(text, id, speeds)}`);
  const facts = groups.flatMap((group) => [
    '',
    group.title,
    ...group.facts.map(({ name, value }) => `${name}: ${value}`),
  ]);
  return [checkTitle(browserAndOs), '', measured, ...measurements, ...facts].join('\n');
}
