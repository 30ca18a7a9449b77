import type { DeviceId } from '#core/engines.ts';
import type { Agreement, Cell, Environment, Histogram, Percentile, Report, Steady } from '#core/report.ts';
import { maxIdCharacters } from '#core/model-id.ts';
import { invalid } from './byte-reader.ts';
import {
  constant,
  count,
  dictionary,
  either,
  extended,
  figure,
  flag,
  list,
  nullable,
  oneOf,
  optional,
  record,
  sha256,
  text,
  type Codec,
} from './codec.ts';

/** Bytes of UTF-8. Longer texts are cut before they are packed. */
export const maxTextBytes = 120;
/** Ids of models are never cut; UTF-8 takes at most three bytes for a UTF-16 unit. */
export const maxIdBytes = 3 * maxIdCharacters;
/** More samples than any run of the method takes. */
export const maxSamples = 1_000_000;
/** Sizes of free dimensions, and execution providers with nodes, that a link carries. */
export const maxDimensions = 64;
export const maxProviders = 16;
/** More bins, or runs of voided samples, than any report has. */
const maxRuns = 1_000;
const maxVoided = 200_000;

const name = text(maxTextBytes);
const ms = figure(0);
const device = oneOf<DeviceId>({ wasm: 0, webgpu: 1, webgl: 2, javascript: 3 });
const effort = oneOf<Report['requested']['effort']>({ quick: 0, standard: 1, full: 2 });

const percentile: Codec<Percentile> = either(
  record<{ readonly ms: number }>({ ms }),
  record<{ readonly needs: number }>({ needs: count(maxSamples) }),
  (value) => 'ms' in value,
);

/** Bin numbers as the distance from the one before. */
const histogram: Codec<Histogram> = {
  write(out, { widthMs, bins }) {
    out.float(widthMs);
    out.varint(bins.length);
    let last = 0;
    for (const [index, samples] of bins) {
      out.varint(index - last);
      out.varint(samples);
      last = index;
    }
  },
  read(input) {
    const widthMs = input.float();
    if (widthMs <= 0) throw invalid(`its histogram has bins of ${widthMs} ms`);
    let index = 0;
    const bins = Array.from({ length: input.varint(maxRuns) }, (_, position): [number, number] => {
      const step = input.varint(Number.MAX_SAFE_INTEGER);
      index += step;
      const samples = input.varint(maxSamples);
      if (samples === 0 || (step === 0 && position > 0) || !Number.isSafeInteger(index)) {
        throw invalid('its histogram is out of order');
      }
      return [index, samples];
    });
    return { widthMs, bins };
  },
};

/** Ascending indices as runs: a hidden page voids neighbours. */
const indices: Codec<readonly number[]> = {
  write(out, values) {
    const runs: [start: number, length: number][] = [];
    for (const value of values) {
      const last = runs.at(-1);
      if (last && last[0] + last[1] === value) last[1]++;
      else runs.push([value, 1]);
    }
    out.varint(runs.length);
    for (const [start, length] of runs) {
      out.varint(start);
      out.varint(length);
    }
  },
  read(input) {
    const values: number[] = [];
    for (let runs = input.varint(maxRuns); runs > 0; runs--) {
      const start = input.varint(maxSamples);
      const length = input.varint(maxVoided - values.length);
      for (let offset = 0; offset < length; offset++) values.push(start + offset);
    }
    return values;
  },
};

const steady: Codec<Steady> = record<Steady>({
  n: count(maxSamples),
  samplesMs: constant([]),
  histogram: optional(histogram),
  inferencesPerSample: count(maxSamples),
  voided: indices,
  medianMs: ms,
  madMs: ms,
  meanMs: ms,
  meanCi95Ms: nullable(ms),
  minMs: ms,
  maxMs: ms,
  p90: percentile,
  p95: percentile,
  p99: percentile,
});

type Compared = Exclude<Agreement, { verdict: 'not-measured' }>;
type NotMeasured = Extract<Agreement, { verdict: 'not-measured' }>;

const agreement: Codec<Agreement> = either(
  record<Compared>({
    verdict: oneOf<Compared['verdict']>({ identical: 0, expected: 1, investigate: 2, broken: 3 }),
    metric: oneOf<Compared['metric']>({ cosine: 0, 'top-1': 1 }),
    value: figure(-1),
    maxAbsDifference: nullable(ms),
    reference: name,
  }),
  record<NotMeasured>({ verdict: constant('not-measured'), why: name }),
  (value) => value.verdict !== 'not-measured',
);

const cell: Codec<Cell> = record<Cell>({
  name,
  firstMs: ms,
  warmup: record<Cell['warmup']>({ runs: count(maxSamples), ms, stable: flag }),
  capped: flag,
  steady,
  agreement,
});

const environment: Codec<Environment> = record<Environment>({
  browser: name,
  os: name,
  cores: count(65_536),
  crossOriginIsolated: flag,
  simd: flag,
  relaxedSimd: flag,
  clockStepUs: figure(0),
  memoryGiB: optional(figure(0)),
  gpu: optional(record<NonNullable<Environment['gpu']>>({ vendor: name, architecture: name, software: flag })),
});

const minuteMs = 60_000;

/** Minutes since 1970. */
const minute: Codec<string> = {
  write: (out, value) => out.varint(Math.floor(Date.parse(value) / minuteMs)),
  read: (input) => new Date(input.varint(1e8) * minuteMs).toISOString().replace('.000Z', 'Z'),
};

type Added = 'memoryPattern' | 'precision' | 'weightType' | 'placement' | 'loadMs' | 'codeFrom' | 'float32Convolutions';

const firstFields = record<Omit<Report, Added>>({
  schema: constant(1),
  method: name,
  app: record<Report['app']>({ version: name, commit: name }),
  startedAt: minute,
  subject: record<Report['subject']>({
    kind: oneOf<Report['subject']['kind']>({ workload: 0, model: 1, files: 2 }),
    id: text(maxIdBytes),
    sizeBytes: count(Number.MAX_SAFE_INTEGER),
    sha256,
  }),
  requested: record<Report['requested']>({ device, threads: optional(count(1024)), effort }),
  session: record<Report['session']>({
    runtime: oneOf<Report['session']['runtime']>({ ort: 0, tfjs: 1, litert: 2 }),
    runtimeVersion: name,
    build: name,
    device,
    threads: count(1024),
    refused: list(record<Report['session']['refused'][number]>({ device, why: name }), 16),
  }),
  graphOptimisation: optional(
    oneOf<NonNullable<Report['graphOptimisation']>>({ disabled: 0, basic: 1, extended: 2, all: 3 }),
  ),
  dimensions: optional(dictionary(count(Number.MAX_SAFE_INTEGER), name, maxDimensions)),
  environment,
  eventLoop: record<Report['eventLoop']>({ ticks: count(maxSamples), late: count(maxSamples), worstMs: ms }),
  orderSeed: count(0xffff_ffff),
  start: oneOf<Report['start']>({ cold: 0, warm: 1 }),
  downloadMs: nullable(ms),
  createMs: ms,
  cells: list(cell, 16),
  flags: list(
    oneOf<Report['flags'][number]>({
      indicative: 0,
      capped: 1,
      'unstable-warmup': 2,
      'coarse-clock': 3,
      'few-distinct-samples': 4,
      interrupted: 5,
      'busy-machine': 6,
      'fallback-device': 7,
      'software-gpu': 8,
      disagrees: 9,
      'agreement-not-measured': 10,
      'wide-spread': 11,
      'fewer-threads': 12,
    }),
    32,
  ),
  outcome: oneOf<Report['outcome']>({ valid: 0, indicative: 1, interrupted: 2, invalid: 3 }),
});

/** A report as a link carries it: `asCarried` gives the form that this writes and reads back unchanged. */
export const reportSchema: Codec<Report> = extended<Report, Added>(firstFields, {
  memoryPattern: [1, flag],
  precision: [2, oneOf<NonNullable<Report['precision']>>({ float32: 0, float16: 1 })],
  weightType: [3, name],
  placement: [4, dictionary(count(Number.MAX_SAFE_INTEGER), name, maxProviders)],
  loadMs: [5, ms],
  codeFrom: [6, oneOf<NonNullable<Report['codeFrom']>>({ network: 0, cache: 1 })],
  float32Convolutions: [7, count(Number.MAX_SAFE_INTEGER)],
});
