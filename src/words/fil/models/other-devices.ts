import type { DeviceGate } from '#planner/other-devices/judge-device.ts';
import type { Text } from '../../language.ts';
import { linkedDeviceName } from '../device/device-name.ts';
import { count, format } from '../format.ts';

const processors = { cpu: 'CPU', gpu: 'GPU', npu: 'NPU' };
const types = { float: 'float', int8: 'int8' };

const noForecast = {
  text: 'Walang pagtataya: walang nalathalang oras ng mga language model para dito.',
  'operations-unknown':
    'Walang pagtataya: hindi alam ang mga operation ng isang run. Itakda ang mga laking hindi itinatakda ng model.',
  'float-on-integer': 'Walang pagtataya: sa int8 lang ito nagko-compute. I-quantize ang model sa int8.',
};

const memories = {
  model: 'Memory para sa buong model',
  weights: 'Flash para sa mga weight',
  activations: 'RAM para sa mga activation',
};

const packages = {
  'ios-bundle': 'Laki sa isang iOS bundle',
  'android-apk': 'Laki sa isang Android APK',
};

const beyondPublished = {
  smaller: 'mas maliit sa lahat ng nalathalang model',
  larger: 'mas malaki sa lahat ng nalathalang model',
};

/**
 * The capacity of a memory, and what is compared with it, is in binary units; the size of a package in decimal ones.
 */
function gateValue({ gate, unit }: DeviceGate, value: number): string {
  if (unit === 'ms') return format.duration(value);
  return gate === 'memory' ? format.memory(value) : format.bytes(value);
}

/** Forecasts for other devices. */
export const otherDevices: Text['models']['otherDevices'] = {
  title: 'Ibang device',
  lead: 'Kung paano tatakbo ang model na ito sa device na wala sa kamay mo, batay sa mga nalathalang oras ng ibang model doon.',
  choose: 'Device',
  none: 'Wala',
  names: {
    'iphone-xs': 'iPhone XS (A12)',
    'iphone-11-pro': 'iPhone 11 Pro (A13)',
    'android-high': 'Android phone, high end (Snapdragon 8 Gen 2)',
    'android-mid': 'Android phone, mid range (Snapdragon 765G)',
    'android-low': 'Android phone, low end (Snapdragon 410)',
    'raspberry-pi-4': 'Raspberry Pi 4 (8 GB)',
    'raspberry-pi-5': 'Raspberry Pi 5 (8 GB)',
    'intel-core-ultra-9': 'Intel laptop na may NPU (Core Ultra 9 386H)',
    'intel-core-i7-2019': 'Intel laptop noong 2019 (Core i7, 6 na core)',
    'intel-celeron-n5105': 'Maliit na Intel laptop (Celeron N5105)',
    'apple-m1': 'Apple M1 laptop (8 GB)',
    'apple-m3': 'Apple M3 laptop (8 GB)',
    'jetson-nano': 'NVIDIA Jetson Nano (4 GB)',
    'jetson-orin-nano': 'NVIDIA Jetson Orin Nano (8 GB)',
    'nvidia-desktop': 'NVIDIA desktop (GeForce RTX 3060 Ti)',
    'edge-tpu': 'Google Coral USB Accelerator (Edge TPU)',
    stm32l4: 'Microcontroller (STM32L4R5, Cortex-M4)',
  },
  mark: 'Pagtataya para sa ibang device',
  maxMs: 'Limit sa oras ng isang run',
  maxMsHint: '10 ms para sa pagmamaneho, 33 ms para sa video (30 frame bawat segundo), 100 ms para sa interaksyon.',
  noLimit: 'Wala',
  limitMs: (ms) => format.duration(ms),
  processor: (kind, name) => `${processors[kind]}: ${name}`,
  columns: { processor: 'Processor', time: 'Bawat run', basis: 'Batay sa' },
  caption: 'Pagtataya bawat processor',
  noForecast: (reason, minTokenMs) =>
    minTokenMs === undefined
      ? noForecast[reason]
      : `${noForecast[reason]} Ang pagbasa pa lang sa mga weight ay ${format.duration(minTokenMs)} na bawat token sa nalathalang bandwidth: hindi hihigit sa ${format.number(1000 / minTokenMs)} token/s.`,
  estimate: ({ expectedMs, lowMs, highMs, beyond }) =>
    `${format.duration(expectedMs)} (${format.duration(lowMs)} hanggang ${format.duration(highMs)})${
      beyond ? `; ${beyondPublished[beyond]}` : ''
    }`,
  basis: (engine, { models, type, isSameType, inside, minRatio, maxRatio }) =>
    [
      `${count(models, 'model')} (${types[type]}) sa ${engine}`,
      ...(isSameType ? [] : ['walang nalathala sa ganitong type']),
      ...(minRatio === null || maxRatio === null
        ? ['hindi alam ang error']
        : [
            `${format.whole(inside)} sa ${count(models, 'oras')} ang pasok sa saklaw na tinaya mula sa iba, nasukat / inaasahan ${format.number(minRatio)} hanggang ${format.number(maxRatio)}`,
          ]),
    ].join('; '),
  accuracyHere: (inside, all, min, max) =>
    `Mga pagtataya para sa device na ito, bilang paghahambing: ${format.whole(inside)} sa ${count(all, 'nasukat na oras')} ang pasok sa saklaw, nasukat / inaasahan ${format.number(min)} hanggang ${format.number(max)}.`,
  gatesCaption: 'Mga kailangan sa device na ito',
  gateColumns: { gate: 'Kailangan', value: 'Pagtataya', limit: 'Limit', state: 'Resulta' },
  gate: ({ gate, holds }, packageKind) => {
    if (gate === 'latency') return 'Oras ng isang run sa pinakamabilis na processor';
    if (gate === 'memory') return memories[holds ?? 'model'];
    return packageKind ? packages[packageKind] : 'Laki';
  },
  gateValue: (gate) => {
    const { low, high } = gate;
    if (low === null || high === null) return 'hindi alam';
    if (gate.gate === 'memory') return `hindi bababa sa ${gateValue(gate, low)}`;
    return low === high ? gateValue(gate, low) : `${gateValue(gate, low)} hanggang ${gateValue(gate, high)}`;
  },
  gateLimit: (gate) => `hindi lalampas sa ${gateValue(gate, gate.limit)}`,
  states: {
    pass: 'pasado',
    fail: 'bagsak',
    inconclusive: 'hindi tiyak',
    'not-measured': 'hindi alam',
  },
  memoryNote:
    'Kailangan din ng memory ang engine at ang ibang program, kaya hindi tiyak ang model na sakto lang ang pagkasya.',
  sources: 'Mga pinagkunan ng mga nalathalang value',
  addLink: 'Link ng pagsusuri ng device',
  addLinkHint: 'Buksan ang page na Device sa kabilang device, ibahagi ang link ng pagsusuri nito, at i-paste ito rito.',
  add: 'Magdagdag ng device',
  remove: 'Alisin ang device na ito',
  linkedName: linkedDeviceName,
  linkedLead: 'Mula sa mga bilis na sinukat ng kabilang device sa browser nito; wala sa link ang memory nito.',
  linkedCaption: 'Mga configuration sa kabilang device',
};
