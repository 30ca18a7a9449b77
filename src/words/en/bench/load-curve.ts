import type { LoadCurve, LoadPoint, LoadSeries, NoSeriesReason } from '#bench/load-curve/load-curve.ts';
import { format } from '../format.ts';

const { number, duration, whole } = format;

type SeriesId = keyof LoadCurve;

const sizes = {
  batch: (size: number) => (size === 1 ? 'one input' : `batches of ${size}`),
  concurrency: (size: number) => (size === 1 ? 'one request' : `${size} requests at the same time`),
} satisfies Record<SeriesId, (size: number) => string>;

/** Throughput and latency of a model under load. */
export const loadCurve = {
  title: 'Batches and concurrent requests',
  lead: 'Measures throughput and latency under load. Batches of 1 to 32 inputs need a model with a dynamic batch dimension; 1 to 16 concurrent requests need the companion. Takes about 3, 15 or 45 seconds, depending on the run length, and longer with slow models.',
  start: 'Measure under load',
  measureAgain: 'Measure under load again',
  measuring: 'Measuring under load',
  copy: 'Copy as JSON',
  series: [
    { id: 'batch', title: 'Batches', columns: ['Inputs per batch', 'Inputs/s', 'Latency (median)', 'p95', 'n'] },
    {
      id: 'concurrency',
      title: 'Concurrent requests',
      columns: ['Concurrent requests', 'Inputs/s', 'Latency (median)', 'p95', 'n'],
    },
  ] as readonly { readonly id: SeriesId; readonly title: string; readonly columns: readonly string[] }[],
  row: ({ size, inputsPerS, medianMs, p95, n }: LoadPoint): string[] => [
    whole(size),
    number(inputsPerS),
    duration(medianMs),
    'ms' in p95 ? duration(p95.ms) : `needs n ≥ ${p95.needs}`,
    whole(n),
  ],
  /** Conclusions from the points. */
  notes({ points, knee, ended }: LoadSeries, id: SeriesId): string[] {
    const fastest = points.reduce((best, point) => (point.inputsPerS > best.inputsPerS ? point : best));
    const end = ended
      ? [
          ended.code === 'too-slow'
            ? `Larger sizes were not measured: a call with ${sizes[id](ended.size)} took more than 10 s.`
            : `Larger sizes were not measured: ${sizes[id](ended.size)} failed (${ended.code}).`,
        ]
      : [];
    const power = 'the ratio of throughput to latency (Kleinrock’s power)';
    const figure = `${number(knee.power)} inputs/s per ms`;
    return [
      knee.size === points.at(-1)?.size
        ? `No knee up to ${sizes[id](knee.size)}: ${power} is highest there, ${figure}.`
        : `Knee: ${sizes[id](knee.size)}, where ${power} is highest, ${figure}. Beyond it, latency grows faster than throughput.`,
      `Highest throughput: ${number(fastest.inputsPerS)} inputs/s with ${sizes[id](fastest.size)}.`,
      ...end,
    ];
  },
  notMeasured: {
    'no-batch-axis': 'Not measured: the inputs and outputs do not share a dynamic first dimension.',
    'one-call-at-a-time': 'Not measured: an engine in the page handles one request at a time.',
  } satisfies Record<NoSeriesReason, string>,
};
