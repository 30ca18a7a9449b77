import type { Text } from '../../language.ts';
import { count, format } from '../format.ts';

const { number, duration, whole } = format;

const sizes = {
  batch: (size: number) => (size === 1 ? 'isang input' : `mga batch na ${size}`),
  concurrency: (size: number) => (size === 1 ? 'isang request' : `${count(size, 'sabay-sabay na request')}`),
};

/** Throughput and latency of a model under load. */
export const loadCurve: Text['bench']['loadCurve'] = {
  title: 'Mga batch at sabay-sabay na request',
  lead: 'Sinusukat ang throughput at latency ng mga batch na may 1 hanggang 32 input, kung malaya ang unang dimension ng model, at ng 1 hanggang 16 na sabay-sabay na request, kung tumatakbo ang model sa companion. Tumatagal ng mga 3, 15, o 45 segundo ayon sa tagal ng run, at mas matagal kung mabagal ang model.',
  start: 'Sukatin sa ilalim ng load',
  measureAgain: 'Sukatin muli sa ilalim ng load',
  measuring: 'Nagsusukat sa ilalim ng load',
  copy: 'Kopyahin bilang JSON',
  series: [
    { id: 'batch', title: 'Mga batch', columns: ['Input bawat batch', 'Input/s', 'Latency (median)', 'p95', 'n'] },
    {
      id: 'concurrency',
      title: 'Mga sabay-sabay na request',
      columns: ['Sabay-sabay na request', 'Input/s', 'Latency (median)', 'p95', 'n'],
    },
  ],
  row: ({ size, inputsPerS, medianMs, p95, n }) => [
    whole(size),
    number(inputsPerS),
    duration(medianMs),
    'ms' in p95 ? duration(p95.ms) : `kailangan ng n ≥ ${p95.needs}`,
    whole(n),
  ],
  notes({ points, knee, ended }, id) {
    const fastest = points.reduce((best, point) => (point.inputsPerS > best.inputsPerS ? point : best));
    const end = ended
      ? [
          ended.code === 'too-slow'
            ? `Hindi na sinukat ang mas malalaki: lumampas sa 10 s ang isang call na may ${sizes[id](ended.size)}.`
            : `Hindi na sinukat ang mas malalaki: pumalya ang ${sizes[id](ended.size)} (${ended.code}).`,
        ]
      : [];
    const power = 'ang ratio ng throughput sa latency (power ni Kleinrock)';
    const figure = `${number(knee.power)} input/s bawat ms`;
    return [
      knee.size === points.at(-1)?.size
        ? `Walang knee hanggang ${sizes[id](knee.size)}: doon pinakamataas ${power}, ${figure}.`
        : `Knee: ${sizes[id](knee.size)}, kung saan pinakamataas ${power}, ${figure}. Lampas dito, mas mabilis lumaki ang latency kaysa sa throughput.`,
      `Pinakamataas na throughput: ${number(fastest.inputsPerS)} input/s sa ${sizes[id](fastest.size)}.`,
      ...end,
    ];
  },
  notMeasured: {
    'no-batch-axis': 'Hindi nasukat: hindi iisang malayang dimension ang unang dimension ng lahat ng input at output.',
    'one-call-at-a-time': 'Hindi nasukat: isa-isang sinasagot ng engine sa page ang mga request.',
  },
};
