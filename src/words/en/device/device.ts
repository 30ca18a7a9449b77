import { linkedDeviceName } from './device-name.ts';
import type { BasicDeviceFacts } from '#device/device-facts.ts';
import type { DeviceSpeeds, MeasurementResult, MissingMeasurement } from '#device/speeds.ts';
import type { MeasurementId } from '#device/measure-device.ts';
import { browserAndOs } from './browser-and-os.ts';
import { capabilities } from './device-capabilities.ts';
import { factGroups, type FactGroup } from './device-facts.ts';
import { flopNote, format } from '../format.ts';

const names: Record<MeasurementId, string> = {
  matmulOneThread: 'wasm, 1 thread',
  matmulThreads: 'wasm, all threads',
  matmulGpu: 'WebGPU, f32',
  matmulGpuHalf: 'WebGPU, f16',
  copy: 'Memory bandwidth',
  storage: 'Storage',
  dispatch: 'GPU round trip',
  clockStep: 'Timer resolution',
};

const missing: Record<MissingMeasurement, string> = {
  'one-thread': 'only one thread available',
  'no-gpu': 'no WebGPU adapter',
  'no-f16': 'no f16 on this adapter',
  'no-opfs': 'no OPFS',
  'too-slow': 'timed out',
  failed: 'failed',
};

const gflops = (value: number) => `${format.number(value)} GFLOP/s`;
const perSecond = (bytes: number) => `${format.bytes(bytes)}/s`;

/** The text of a measurement, or the reason why there is none. */
function outcome<T>(result: MeasurementResult<T> | undefined, words: (value: T) => string): string {
  if (!result) return 'not measured yet';
  if ('value' in result) return words(result.value);
  return result.why ? `${missing[result.missing]}: ${result.why}` : missing[result.missing];
}

export const device = {
  title: 'Device check',
  lead: 'What this browser offers for running models, and how fast it is. Measuring takes a few seconds once the engines are loaded.',
  browserAndOs,
  capabilities,
  measured: 'Measured speed',
  products: 'Matrix multiplication',
  productsNote: `Most of the compute in a model. Best of several runs of x·W·W·W·W with 512 columns, reading back the result. ${flopNote}`,
  again: 'Measure again',
  start: 'Measure',
  /** Sizes of onnxruntime-web 1.30's wasm builds. */
  starting: ({ wasm, webgpuExposed }: BasicDeviceFacts) =>
    `Starting the engines (the first time, they are downloaded: ${14 + (webgpuExposed ? (wasm.jspi ? 17 : 27) : 0)} MB at most)`,
  measuring: (id: MeasurementId) => `Measuring: ${names[id]}`,
  checkDuration: (ms: number, at: number | null) =>
    `${at === null ? '' : `Measured on ${format.date(at)}. `}The check took ${format.duration(ms)}, including the start of the engines.`,
  disturbed:
    'Other programs used the CPU during the measurement, even when it was repeated, so these speeds may be too low. Close them and measure again.',
  copyText: 'Copy as text',
  copyJson: 'Copy as JSON',
  linkContents: 'The link contains exactly this:',
  native: {
    title: 'Outside the browser',
    text: 'Assay’s companion, a program on this computer, can use more of the hardware: CUDA, OpenVINO, NPUs and large models.',
    link: 'Native engines on this computer',
  },
  reading: 'Reading device capabilities',
  states: { present: 'yes', partial: 'partly', missing: 'no', unknown: 'unknown' },
  fix: 'What to do:',
  reload: 'Reload',
  shared: {
    title: 'Device from the link',
    machine: linkedDeviceName,
    lead: 'The link contains these values, as reported by that device.',
    caption: 'Values of the link and of this device',
    what: 'Property',
    there: 'Link',
    here: 'This device',
    none: '–',
    names: {
      browser: 'Browser',
      os: 'Operating system',
      gpu: 'GPU adapter',
      cores: 'Logical cores',
      threads: 'Usable threads',
      oneThreadGflops: 'wasm, 1 thread, GFLOP/s',
      threadsGflops: 'wasm, all threads, GFLOP/s',
      gpuGflops: 'WebGPU f32, GFLOP/s',
      gpuHalfGflops: 'WebGPU f16, GFLOP/s',
      copyGBs: 'Memory bandwidth, GB/s',
      writeMBs: 'Storage write, MB/s',
      readMBs: 'Storage read, MB/s',
      dispatchMs: 'GPU round trip, ms',
    },
  },
  names,
  factGroups,
  gflops: (result: MeasurementResult<{ readonly gflops: number }> | undefined) =>
    outcome(result, (speed) => gflops(speed.gflops)),
  /** MobileNetV2 at 224 pixels: 300 million multiplications and additions (Sandler et al. 2018, table 4). */
  floor: (gflopsValue: number) =>
    `At this speed a small vision model (MobileNetV2, 0.6 GFLOP) takes at least ${format.duration((0.6 / gflopsValue) * 1000)}.`,
  figures: (speeds: Partial<DeviceSpeeds>) => [
    {
      id: 'copy' as const,
      value: outcome(speeds.copy, perSecond),
      meaning: 'One thread copying 64 MiB, reads and writes both counted. Limits the tokens/s of text models.',
    },
    {
      id: 'storage' as const,
      value: outcome(
        speeds.storage,
        ({ writeBytesPerS, readBytesPerS }) => `${perSecond(writeBytesPerS)} write, ${perSecond(readBytesPerS)} read`,
      ),
      meaning: 'How fast a model is stored, and opened again soon after.',
    },
    {
      id: 'dispatch' as const,
      value: outcome(speeds.dispatch, format.duration),
      meaning: 'The minimum latency of any GPU result.',
    },
    {
      id: 'clockStep' as const,
      value: outcome(speeds.clockStep, (us) => `${format.number(us)} µs`),
      meaning: 'Shorter times cannot be resolved. Short runs are timed in batches.',
    },
  ],
  /** The whole check, one fact per line. */
  asText(browserAndOs: string, groups: readonly FactGroup[], speeds: Partial<DeviceSpeeds>): string {
    const products = (['matmulOneThread', 'matmulThreads', 'matmulGpu', 'matmulGpuHalf'] as const).map(
      (id) => `${names[id]}: ${device.gflops(speeds[id])}`,
    );
    const rest = device.figures(speeds).map(({ id, value }) => `${names[id]}: ${value}`);
    const facts = groups.flatMap((group) => [
      '',
      group.title,
      ...group.facts.map(({ name, value }) => `${name}: ${value}`),
    ]);
    return [`Assay device check: ${browserAndOs}`, '', device.measured, ...products, ...rest, ...facts].join('\n');
  },
};
