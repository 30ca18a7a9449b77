import type { ComputeType, DeviceSpecification, ProcessorKind } from '#planner/other-devices/device-specification.ts';
import type { MemoryUse } from '#planner/other-devices/fit-on-device.ts';
import type { NoProcessorForecast, ProcessorForecast } from '#planner/other-devices/forecast-on-processor.ts';
import type { DeviceGate } from '#planner/other-devices/judge-device.ts';
import type { Text } from '../../language.ts';
import { linkedDeviceName } from '../device/device-name.ts';
import { format } from '../format.ts';

const processors = { cpu: 'CPU', gpu: 'GPU', npu: 'NPU' } satisfies Record<ProcessorKind, string>;
const types = { float: 'float', int8: 'int8' } satisfies Record<ComputeType, string>;

const noForecast = {
  text: 'Hakuna makadirio: hakuna muda wa modeli za lugha uliochapishwa kwa ajili yake.',
  'operations-unknown':
    'Hakuna makadirio: operesheni za uendeshaji mmoja hazijulikani. Weka ukubwa ambao modeli inauacha wazi.',
  'float-on-integer': 'Hakuna makadirio: hukokotoa kwa int8 pekee. Kwantisha modeli hadi int8.',
} satisfies Record<NoProcessorForecast, string>;

const memories = {
  model: 'Kumbukumbu ya modeli nzima',
  weights: 'Flash ya uzito',
  activations: 'RAM ya uamilishaji',
} satisfies Record<MemoryUse['holds'], string>;

const packages = {
  'ios-bundle': 'Ukubwa katika kifurushi cha iOS',
  'android-apk': 'Ukubwa katika APK ya Android',
} satisfies Record<NonNullable<DeviceSpecification['packageLimit']>['package'], string>;

type KnownForecast = Extract<ProcessorForecast, { known: true }>;

const beyondPublished = {
  smaller: 'ndogo kuliko modeli zote zilizochapishwa',
  larger: 'kubwa kuliko modeli zote zilizochapishwa',
} satisfies Record<NonNullable<KnownForecast['beyond']>, string>;

/**
 * The capacity of a memory, and what is compared with it, is in binary units; the size of a package in decimal ones.
 */
function gateValue({ gate, unit }: DeviceGate, value: number): string {
  if (unit === 'ms') return format.duration(value);
  return gate === 'memory' ? format.memory(value) : format.bytes(value);
}

/** Forecasts for other devices. */
export const otherDevices: Text['models']['otherDevices'] = {
  title: 'Kifaa kingine',
  lead: 'Jinsi modeli hii itakavyofanya kazi kwenye kifaa ambacho huna kwa sasa, kutokana na muda uliochapishwa wa modeli nyingine kwenye kifaa hicho.',
  choose: 'Kifaa',
  none: 'Hakuna',
  names: {
    'iphone-xs': 'iPhone XS (A12)',
    'iphone-11-pro': 'iPhone 11 Pro (A13)',
    'android-high': 'Simu ya Android, ya kiwango cha juu (Snapdragon 8 Gen 2)',
    'android-mid': 'Simu ya Android, ya kiwango cha kati (Snapdragon 765G)',
    'android-low': 'Simu ya Android, ya kiwango cha chini (Snapdragon 410)',
    'raspberry-pi-4': 'Raspberry Pi 4 (8 GB)',
    'raspberry-pi-5': 'Raspberry Pi 5 (8 GB)',
    'intel-core-ultra-9': 'Kompyuta ya mkononi ya Intel yenye NPU (Core Ultra 9 386H)',
    'intel-core-i7-2019': 'Kompyuta ya mkononi ya Intel ya 2019 (Core i7, viini 6)',
    'intel-celeron-n5105': 'Kompyuta ndogo ya mkononi ya Intel (Celeron N5105)',
    'apple-m1': 'Kompyuta ya mkononi ya Apple M1 (8 GB)',
    'apple-m3': 'Kompyuta ya mkononi ya Apple M3 (8 GB)',
    'jetson-nano': 'NVIDIA Jetson Nano (4 GB)',
    'jetson-orin-nano': 'NVIDIA Jetson Orin Nano (8 GB)',
    'nvidia-desktop': 'Kompyuta ya mezani yenye NVIDIA (GeForce RTX 3060 Ti)',
    'edge-tpu': 'Google Coral USB Accelerator (Edge TPU)',
    stm32l4: 'Kidhibiti kidogo (STM32L4R5, Cortex-M4)',
  },
  mark: 'Makadirio ya kifaa kingine',
  maxMs: 'Kikomo cha muda wa uendeshaji mmoja',
  maxMsHint: '10 ms kwa kuendesha gari, 33 ms kwa video (fremu 30 kwa sekunde), 100 ms kwa mwingiliano.',
  noLimit: 'Hakuna',
  limitMs: (ms) => format.duration(ms),
  processor: (kind, name) => `${processors[kind]}: ${name}`,
  columns: { processor: 'Prosesa', time: 'Kwa uendeshaji', basis: 'Kutokana na' },
  caption: 'Makadirio kwa kila prosesa',
  noForecast: (reason, minTokenMs) =>
    minTokenMs === undefined
      ? noForecast[reason]
      : `${noForecast[reason]} Kusoma uzito pekee huchukua ${format.duration(minTokenMs)} kwa tokeni kwa kasi ya kumbukumbu iliyochapishwa: si zaidi ya tokeni ${format.number(1000 / minTokenMs)} kwa sekunde.`,
  estimate: ({ expectedMs, lowMs, highMs, beyond }) =>
    `${format.duration(expectedMs)} (${format.duration(lowMs)} hadi ${format.duration(highMs)})${
      beyond ? `; ${beyondPublished[beyond]}` : ''
    }`,
  basis: (engine, { models, type, isSameType, inside, minRatio, maxRatio }) =>
    [
      `${models === 1 ? 'modeli moja' : `modeli ${format.whole(models)}`} (${types[type]}) kwa ${engine}`,
      ...(isSameType ? [] : ['hakuna ya aina hii iliyochapishwa']),
      ...(minRatio === null || maxRatio === null
        ? ['kosa halijulikani']
        : [
            `muda ${format.whole(inside)} kati ya ${format.whole(models)} uko ndani ya wigo uliokadiriwa kutokana na mwingine, uliopimwa / uliotarajiwa ${format.number(minRatio)} hadi ${format.number(maxRatio)}`,
          ]),
    ].join('; '),
  accuracyHere: (inside, all, min, max) =>
    `Makadirio ya kifaa hiki, kwa kulinganisha: muda ${format.whole(inside)} kati ya ${format.whole(all)} uliopimwa uko ndani ya wigo, uliopimwa / uliotarajiwa ${format.number(min)} hadi ${format.number(max)}.`,
  gatesCaption: 'Masharti kwenye kifaa hiki',
  gateColumns: { gate: 'Sharti', value: 'Makadirio', limit: 'Kikomo', state: 'Tokeo' },
  gate: ({ gate, holds }, packageKind) => {
    if (gate === 'latency') return 'Muda wa uendeshaji mmoja kwenye prosesa ya kasi zaidi';
    if (gate === 'memory') return memories[holds ?? 'model'];
    return packageKind ? packages[packageKind] : 'Ukubwa';
  },
  gateValue: (gate) => {
    const { low, high } = gate;
    if (low === null || high === null) return 'haijulikani';
    if (gate.gate === 'memory') return `angalau ${gateValue(gate, low)}`;
    return low === high ? gateValue(gate, low) : `${gateValue(gate, low)} hadi ${gateValue(gate, high)}`;
  },
  gateLimit: (gate) => `si zaidi ya ${gateValue(gate, gate.limit)}`,
  states: {
    pass: 'limetimizwa',
    fail: 'halijatimizwa',
    inconclusive: 'halijabainika',
    'not-measured': 'haijulikani',
  },
  memoryNote:
    'Injini na programu nyingine zinahitaji kumbukumbu pia, kwa hivyo modeli inayotosha kwa shida huwa haijabainika.',
  sources: 'Vyanzo vya thamani zilizochapishwa',
  addLink: 'Kiungo cha ukaguzi wa kifaa',
  addLinkHint: 'Fungua ukurasa wa Kifaa kwenye kifaa kingine, shiriki kiungo cha ukaguzi wake, kisha ukibandike hapa.',
  add: 'Ongeza kifaa',
  remove: 'Ondoa kifaa hiki',
  linkedName: linkedDeviceName,
  linkedLead:
    'Kutokana na kasi ambazo kifaa kingine kilizipima kwenye kivinjari chake; kumbukumbu yake haimo kwenye kiungo.',
  linkedCaption: 'Usanidi kwenye kifaa kingine',
};
