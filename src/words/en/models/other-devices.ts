import type { ComputeType, DeviceSpecification, ProcessorKind } from '#planner/other-devices/device-specification.ts';
import type { MemoryUse } from '#planner/other-devices/fit-on-device.ts';
import type {
  ForecastBasis,
  NoProcessorForecast,
  ProcessorForecast,
} from '#planner/other-devices/forecast-on-processor.ts';
import type { OtherDeviceId } from '#planner/other-devices/index.ts';
import type { DeviceGate } from '#planner/other-devices/judge-device.ts';
import { linkedDeviceName } from '../device/device-name.ts';
import { format } from '../format.ts';

const names = {
  'iphone-xs': 'iPhone XS (A12)',
  'iphone-11-pro': 'iPhone 11 Pro (A13)',
  'android-high': 'Android phone, high end (Snapdragon 8 Gen 2)',
  'android-mid': 'Android phone, mid range (Snapdragon 765G)',
  'android-low': 'Android phone, low end (Snapdragon 410)',
  'raspberry-pi-4': 'Raspberry Pi 4 (8 GB)',
  'raspberry-pi-5': 'Raspberry Pi 5 (8 GB)',
  'intel-core-ultra-9': 'Intel laptop with NPU (Core Ultra 9 386H)',
  'intel-core-i7-2019': 'Intel laptop of 2019 (Core i7, 6 cores)',
  'intel-celeron-n5105': 'Small Intel laptop (Celeron N5105)',
  'apple-m1': 'Apple M1 laptop (8 GB)',
  'apple-m3': 'Apple M3 laptop (8 GB)',
  'jetson-nano': 'NVIDIA Jetson Nano (4 GB)',
  'jetson-orin-nano': 'NVIDIA Jetson Orin Nano (8 GB)',
  'nvidia-desktop': 'NVIDIA desktop (GeForce RTX 3060 Ti)',
  'edge-tpu': 'Google Coral USB Accelerator (Edge TPU)',
  stm32l4: 'Microcontroller (STM32L4R5, Cortex-M4)',
} satisfies Record<OtherDeviceId, string>;

const processors = { cpu: 'CPU', gpu: 'GPU', npu: 'NPU' } satisfies Record<ProcessorKind, string>;
const types = { float: 'float', int8: 'int8' } satisfies Record<ComputeType, string>;

const noForecast = {
  text: 'No forecast: no times of language models are published for this processor.',
  'operations-unknown':
    'No forecast: the number of operations per run is not known. Set the sizes that the model does not fix.',
  'float-on-integer': 'No forecast: this processor computes only in int8. Quantise the model to int8.',
} satisfies Record<NoProcessorForecast, string>;

const memories = {
  model: 'Memory for the whole model',
  weights: 'Flash for the weights',
  activations: 'RAM for the activations',
} satisfies Record<MemoryUse['holds'], string>;

const packages = {
  'ios-bundle': 'Size in an iOS bundle',
  'android-apk': 'Size in an Android APK',
} satisfies Record<NonNullable<DeviceSpecification['packageLimit']>['package'], string>;

const beyondPublished = {
  smaller: 'smaller than all published models',
  larger: 'larger than all published models',
} satisfies Record<NonNullable<KnownForecast['beyond']>, string>;

type KnownForecast = Extract<ProcessorForecast, { known: true }>;

/**
 * The capacity of a memory, and what is compared with it, is in binary units; the size of a package in decimal ones.
 */
function gateValue({ gate, unit }: DeviceGate, value: number): string {
  if (unit === 'ms') return format.duration(value);
  return gate === 'memory' ? format.memory(value) : format.bytes(value);
}

/** Forecasts for other devices. */
export const otherDevices = {
  title: 'Another device',
  lead: 'How this model would run on a device that you do not have at hand, estimated from published times of other models on it.',
  choose: 'Device',
  none: 'None',
  names,
  mark: 'Forecast for another device',
  maxMs: 'Time limit for one run',
  maxMsHint: '10 ms for driving, 33 ms for video (30 frames per second), 100 ms for interaction.',
  noLimit: 'None',
  limitMs: (ms: number) => format.duration(ms),
  processor: (kind: ProcessorKind, name: string) => `${processors[kind]}: ${name}`,
  columns: { processor: 'Processor', time: 'Per run', basis: 'Based on' },
  caption: 'Forecast per processor',
  noForecast: (reason: NoProcessorForecast, minTokenMs?: number) =>
    minTokenMs === undefined
      ? noForecast[reason]
      : `${noForecast[reason]} Reading the weights alone takes ${format.duration(minTokenMs)} per token at the published bandwidth: at most ${format.number(1000 / minTokenMs)} tokens/s.`,
  estimate: ({ expectedMs, lowMs, highMs, beyond }: KnownForecast) =>
    `${format.duration(expectedMs)} (${format.duration(lowMs)} to ${format.duration(highMs)})${
      beyond ? `; ${beyondPublished[beyond]}` : ''
    }`,
  basis: (engine: string, { models, type, isSameType, inside, minRatio, maxRatio }: ForecastBasis) =>
    [
      `${models === 1 ? 'one model' : `${format.whole(models)} models`} (${types[type]}) on ${engine}`,
      ...(isSameType ? [] : ['none of this type are published']),
      ...(minRatio === null || maxRatio === null
        ? ['error unknown']
        : [
            `${format.whole(inside)} of ${format.whole(models)} times within the range forecast from the others, measured / expected ${format.number(minRatio)} to ${format.number(maxRatio)}`,
          ]),
    ].join('; '),
  accuracyHere: (inside: number, all: number, min: number, max: number) =>
    `Forecasts for this device, for comparison: ${format.whole(inside)} of ${format.whole(all)} measured times within the range, measured / expected ${format.number(min)} to ${format.number(max)}.`,
  gatesCaption: 'Requirements on this device',
  gateColumns: { gate: 'Requirement', value: 'Forecast', limit: 'Limit', state: 'Result' },
  gate: ({ gate, holds }: DeviceGate, packageKind?: keyof typeof packages) => {
    if (gate === 'latency') return 'Time of one run on the fastest processor';
    if (gate === 'memory') return memories[holds ?? 'model'];
    return packageKind ? packages[packageKind] : 'Size';
  },
  gateValue: (gate: DeviceGate) => {
    const { low, high } = gate;
    if (low === null || high === null) return 'unknown';
    if (gate.gate === 'memory') return `at least ${gateValue(gate, low)}`;
    return low === high ? gateValue(gate, low) : `${gateValue(gate, low)} to ${gateValue(gate, high)}`;
  },
  gateLimit: (gate: DeviceGate) => `at most ${gateValue(gate, gate.limit)}`,
  states: {
    pass: 'pass',
    fail: 'fail',
    inconclusive: 'inconclusive',
    'not-measured': 'not known',
  } satisfies Record<DeviceGate['state'], string>,
  memoryNote: 'The engine and other programs need memory as well, so a model that only just fits is inconclusive.',
  sources: 'Sources of the published values',
  addLink: 'Link of a device check',
  addLinkHint: 'Open the Device page on the other device, share the link of its check, and paste it here.',
  add: 'Add device',
  remove: 'Remove this device',
  linkedName: linkedDeviceName,
  linkedLead:
    'Based on the speeds that the other device measured in its browser. The link does not contain its memory.',
  linkedCaption: 'Configurations on the other device',
};
