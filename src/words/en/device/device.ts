import { linkedDeviceName } from './device-name.ts';
import type { MissingMeasurement } from '#device/speeds.ts';
import type { PressureState } from '#device/power-facts.ts';
import type { MeasurementId } from '#device/measure-device.ts';
import { browserAndOs } from './browser-and-os.ts';
import { capabilities } from './device-capabilities.ts';
import { deviceFacts } from './device-facts.ts';
import { flopNote, format } from '../format.ts';

const names: Record<MeasurementId, string> = {
  matmulOneThread: 'WebAssembly, 1 thread',
  matmulThreads: 'WebAssembly, all threads',
  matmulGpu: 'WebGPU, float32',
  matmulGpuHalf: 'WebGPU, float16',
  copy: 'Memory bandwidth',
  storage: 'Storage',
  dispatch: 'GPU round trip',
  clockStep: 'Timer resolution',
};

export const device = {
  title: 'Device check',
  lead: 'What this browser offers for running models, and how fast it is. Measuring takes a few seconds once the engines are loaded.',
  browserAndOs,
  capabilities,
  measured: 'Measured speed',
  products: 'Matrix multiplication',
  productsNote: `Matrix products are most of the compute in a model. Best of several runs of x·W·W·W·W with 512 columns, reading back the result. ${flopNote}`,
  measureAgain: 'Measure again',
  start: 'Measure',
  starting: (megabytes: number) =>
    `Starting the engines (the first time, they are downloaded: ${megabytes} MB at most)`,
  measuring: (id: MeasurementId) => `Measuring: ${names[id]}`,
  checkDuration: (ms: number, at: number | null) =>
    `${at === null ? '' : `Measured on ${format.date(at)}. `}The check took ${format.duration(ms)}, including the start of the engines.`,
  disturbed:
    'Other programs used the CPU during the measurement, even when it was repeated, so these speeds may be too low. Close them and measure again.',
  underPressure: (state: PressureState) =>
    `CPU pressure is ${deviceFacts.pressure.values[state]} at present. Speeds measured under such load are too low: close other programs, let the device cool down, and measure again.`,
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
    property: 'Property',
    linkedDevice: 'Link',
    thisDevice: 'This device',
    none: '–',
    names: {
      browser: 'Browser',
      os: 'Operating system',
      gpu: 'GPU adapter',
      cores: 'Logical cores',
      threads: 'Usable threads',
      oneThreadGflops: 'WebAssembly, 1 thread, GFLOP/s',
      threadsGflops: 'WebAssembly, all threads, GFLOP/s',
      gpuGflops: 'WebGPU float32, GFLOP/s',
      gpuHalfGflops: 'WebGPU float16, GFLOP/s',
      copyGBs: 'Memory bandwidth, GB/s',
      writeMBs: 'Storage write, MB/s',
      readMBs: 'Storage read, MB/s',
      dispatchMs: 'GPU round trip, ms',
    },
  },
  names,
  facts: deviceFacts,
  speeds: {
    notMeasured: 'not measured yet',
    missing: {
      'one-thread': 'only one thread available',
      'no-gpu': 'no WebGPU adapter',
      'no-f16': 'no float16 on this adapter',
      'no-opfs': 'no OPFS',
      'too-slow': 'timed out',
      failed: 'failed',
    } satisfies Record<MissingMeasurement, string>,
    gflops: (figure: string) => `${figure} GFLOP/s`,
    perSecond: (size: string) => `${size}/s`,
    readWrite: (write: string, read: string) => `${write} write, ${read} read`,
    floor: (time: string) => `At this speed a small vision model (MobileNetV2, 0.6 GFLOP) takes at least ${time}.`,
    meanings: {
      copy: 'One thread copying 64 MiB, reads and writes both counted. Limits the tokens/s of text models.',
      storage: 'How fast a model is stored, and read again soon afterwards.',
      dispatch: 'The minimum latency of any GPU result.',
      clockStep: 'Shorter times cannot be resolved. Short runs are timed in batches.',
    },
  },
  checkTitle: (browserAndOs: string) => `Assay device check: ${browserAndOs}`,
};
