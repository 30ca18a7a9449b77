import type { InstantFacts } from '#device/facts.ts';
import type { DeviceSpeeds, Gauged, Missing } from '#device/speeds.ts';
import type { GaugeId } from '#state/gauge-device.ts';
import { factGroups, type FactGroup } from './device-facts.ts';
import { flopNote, format } from './format.ts';

const names: Record<GaugeId, string> = {
  matmulOneThread: 'wasm, 1 thread',
  matmulThreads: 'wasm, all threads',
  matmulGpu: 'WebGPU, f32',
  matmulGpuHalf: 'WebGPU, f16',
  copy: 'Memory bandwidth',
  storage: 'Storage',
  dispatch: 'GPU round trip',
  clockStep: 'Clock step',
};

const missing: Record<Missing, string> = {
  'one-thread': 'only one thread here',
  'no-gpu': 'no WebGPU adapter',
  'no-half': 'no f16 on this adapter',
  'no-opfs': 'no file storage',
  'too-slow': 'took too long, given up',
  failed: 'failed',
};

const gflops = (value: number) => `${format.number(value)} GFLOP/s`;
const perSecond = (bytes: number) => `${format.bytes(bytes)}/s`;

/** A measurement in words, or why there is none. */
function outcome<T>(gauged: Gauged<T> | undefined, words: (value: T) => string): string {
  if (!gauged) return 'not measured yet';
  if ('value' in gauged) return words(gauged.value);
  return gauged.why ? `${missing[gauged.missing]}: ${gauged.why}` : missing[gauged.missing];
}

export const device = {
  title: 'What this device can do',
  lead: 'What the browser offers to models, and how fast it is, measured here in a few seconds.',
  where: (facts: InstantFacts) => `${facts.browser} on ${facts.os}`,
  measured: 'Measured here',
  products: 'Matrix products',
  productsNote: `Most of a model’s work. The best of several runs of x·W·W·W·W with 512 columns, results read back. ${flopNote}`,
  again: 'Measure again',
  start: 'Measure',
  /** Sizes of onnxruntime-web 1.30's wasm builds. */
  starting: ({ wasm, webgpuExposed }: InstantFacts) =>
    `Starting the engines (${14 + (webgpuExposed ? (wasm.jspi ? 17 : 27) : 0)} MB at most, fetched once)`,
  measuring: (id: GaugeId) => `Measuring: ${names[id]}`,
  took: (ms: number) => `The check took ${format.duration(ms)}.`,
  copyText: 'Copy as text',
  copyJson: 'Copy as JSON',
  copyLink: 'Copy a link',
  linkHolds: 'The link holds these words and figures, and nothing else:',
  reading: 'Asking the browser',
  states: { present: 'yes', partial: 'in part', missing: 'no', unknown: 'not known' },
  cure: 'What helps:',
  reload: 'Reload',
  shared: {
    title: 'The device in the link',
    lead: 'These figures came with the link. They are what that device reported of itself.',
    caption: 'Figures in the link and of this device',
    what: 'Figure',
    there: 'In the link',
    here: 'Here',
    none: '–',
    names: {
      browser: 'Browser',
      os: 'System',
      gpu: 'Graphics adapter',
      cores: 'Processor cores',
      threads: 'Threads for a model',
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
  gflops: (gauged: Gauged<{ readonly gflops: number }> | undefined) => outcome(gauged, (speed) => gflops(speed.gflops)),
  /** MobileNetV2 at 224 pixels: 300 million multiplications and additions (Sandler et al. 2018, table 4). */
  floor: (gflopsValue: number) =>
    `At this speed the 0.6 GFLOP of a small vision model (MobileNetV2) take ${format.duration((0.6 / gflopsValue) * 1000)} at the least.`,
  figures: (speeds: Partial<DeviceSpeeds>) => [
    {
      id: 'copy' as const,
      value: outcome(speeds.copy, perSecond),
      meaning: 'One thread copying 64 MiB, reading and writing counted. Sets the pace of text models.',
    },
    {
      id: 'storage' as const,
      value: outcome(
        speeds.storage,
        ({ writeBytesPerS, readBytesPerS }) => `${perSecond(writeBytesPerS)} write, ${perSecond(readBytesPerS)} read`,
      ),
      meaning: 'How fast a model is kept, and opened again soon after.',
    },
    {
      id: 'dispatch' as const,
      value: outcome(speeds.dispatch, format.duration),
      meaning: 'The least that any answer of the GPU takes.',
    },
    {
      id: 'clockStep' as const,
      value: outcome(speeds.clockStep, (us) => `${format.number(us)} µs`),
      meaning: 'Nothing shorter can be told apart. Short runs are timed in bundles.',
    },
  ],
  /** The whole check, one fact a line. */
  asText(where: string, groups: readonly FactGroup[], speeds: Partial<DeviceSpeeds>): string {
    const products = (['matmulOneThread', 'matmulThreads', 'matmulGpu', 'matmulGpuHalf'] as const).map(
      (id) => `${names[id]}: ${device.gflops(speeds[id])}`,
    );
    const rest = device.figures(speeds).map(({ id, value }) => `${names[id]}: ${value}`);
    const facts = groups.flatMap((group) => [
      '',
      group.title,
      ...group.facts.map(({ name, value }) => `${name}: ${value}`),
    ]);
    return [`Assay device check: ${where}`, '', device.measured, ...products, ...rest, ...facts].join('\n');
  },
};
