import { devices, engines, type HostId } from '#core/engine/engines.ts';
import type { MemoryNotStated } from '#core/engine/runtime.ts';
import type { EnergySource, NoEnergyReason } from '#core/engine/hardware.ts';
import type { Subject } from '#core/model/model.ts';
import { maxIdCharacters } from '#core/model/model-id.ts';
import type { Environment } from '#core/report/environment.ts';
import type { Agreement, Cell } from '#core/report/tensor-report.ts';
import type { Effort } from '#core/report/bench-request.ts';
import type { EventLoop, FlagId, OpenedTarget, Validity, StartupTimes } from '#core/report/report-header.ts';
import type { Histogram, Percentile, SteadyState } from '#core/report/steady-state.ts';
import type { ReportEnergy } from '#core/report/report-energy.ts';
import { listCountedSamples } from '#core/report/samples.ts';
import { createInvalidLinkError } from '#core/errors/invalid-link-error.ts';
import {
  createConstantCodec,
  createCountCodec,
  createDictionaryCodec,
  createUnionCodec,
  createFiniteNumberCodec,
  flagCodec,
  createListCodec,
  createNullableCodec,
  createEnumCodec,
  createOptionalCodec,
  createRecordCodec,
  createTextCodec,
  type Codec,
} from '../encoding/codec.ts';
import { buildHistogram } from './histogram.ts';

/*
 * The codecs of a report's values in links of both versions. Numbers are never reused and encodings never change, so
 * links remain readable.
 */

/** The maximum size of texts in UTF-8. Longer texts are truncated. */
const maxTextBytes = 120;
/** Model ids are never truncated: UTF-8 has at most three bytes per UTF-16 code unit. */
const maxIdBytes = 3 * maxIdCharacters;
/** Maximum number of samples, above that of any run of the method. */
export const maxSamples = 1_000_000;
/** The maximum number of cells in a report. */
const maxCells = 16;
/** The maximum numbers of free dimensions, and of execution providers with nodes, in a link. */
const maxDimensions = 64;
const maxProviders = 16;
/** Maximum numbers of bins and of ranges of excluded samples, above those of any report. */
const maxRuns = 1_000;
const maxExcluded = 200_000;

export const nameCodec = createTextCodec(maxTextBytes);
export const msCodec = createFiniteNumberCodec(0);
export const deviceCodec = createEnumCodec(mapCodecNumbers(devices));
export const effortCodec = createEnumCodec<Effort>({ quick: 0, standard: 1, full: 2 });

const percentileCodec: Codec<Percentile> = createUnionCodec(
  createRecordCodec<{ readonly ms: number }>({ ms: msCodec }),
  createRecordCodec<{ readonly needs: number }>({ needs: createCountCodec(maxSamples) }),
  (value) => 'ms' in value,
);

/** Stores each bin number as the difference from the previous one. */
const histogramCodec: Codec<Histogram> = {
  write(out, { widthMs, bins }) {
    out.writeFloat(widthMs);
    out.writeVarint(bins.length);
    let last = 0;
    for (const [index, samples] of bins) {
      out.writeVarint(index - last);
      out.writeVarint(samples);
      last = index;
    }
  },
  read(input) {
    const widthMs = input.readFloat(0);
    if (widthMs === 0) throw createInvalidLinkError({ reason: 'histogram-width', widthMs });
    let index = 0;
    const bins = Array.from({ length: input.readVarint(maxRuns) }, (_, position): [number, number] => {
      const step = input.readVarint(Number.MAX_SAFE_INTEGER);
      index += step;
      const samples = input.readVarint(maxSamples);
      if (samples === 0 || (step === 0 && position > 0) || !Number.isSafeInteger(index)) {
        throw createInvalidLinkError({ reason: 'histogram-order' });
      }
      return [index, samples];
    });
    return { widthMs, bins };
  },
};

/** Stores ascending indices as ranges, because a hidden page excludes consecutive samples. */
const indicesCodec: Codec<readonly number[]> = {
  write(out, values) {
    const runs: [start: number, length: number][] = [];
    for (const value of values) {
      const last = runs.at(-1);
      if (last && last[0] + last[1] === value) last[1]++;
      else runs.push([value, 1]);
    }
    out.writeVarint(runs.length);
    for (const [start, length] of runs) {
      out.writeVarint(start);
      out.writeVarint(length);
    }
  },
  read(input) {
    const values: number[] = [];
    for (let runs = input.readVarint(maxRuns); runs > 0; runs--) {
      const start = input.readVarint(maxSamples);
      const length = input.readVarint(maxExcluded - values.length);
      for (let offset = 0; offset < length; offset++) values.push(start + offset);
    }
    return values;
  },
};

const steadyFieldsCodec = createRecordCodec<SteadyState>({
  n: createCountCodec(maxSamples),
  samplesMs: createConstantCodec([]),
  histogram: createOptionalCodec(histogramCodec),
  inferencesPerSample: createCountCodec(maxSamples),
  excluded: indicesCodec,
  medianMs: msCodec,
  madMs: msCodec,
  meanMs: msCodec,
  meanCi95Ms: createNullableCodec(msCodec),
  minMs: msCodec,
  maxMs: msCodec,
  p90: percentileCodec,
  p95: percentileCodec,
  p99: percentileCodec,
});

/** Creates a codec that stores the samples as a histogram: their order in time is lost, the statistics remain exact. */
export function createSteadyCodec(filledBins?: number): Codec<SteadyState> {
  return {
    write(out, value) {
      const histogram = value.histogram ?? buildHistogram(listCountedSamples(value), filledBins);
      steadyFieldsCodec.write(out, { ...value, samplesMs: [], histogram });
    },
    read: (input) => steadyFieldsCodec.read(input),
  };
}

const steadyCodec = createSteadyCodec();

type Compared = Exclude<Agreement, { verdict: 'not-measured' }>;
type NotMeasured = Extract<Agreement, { verdict: 'not-measured' }>;

const agreementCodec: Codec<Agreement> = createUnionCodec(
  createRecordCodec<Compared>({
    verdict: createEnumCodec<Compared['verdict']>({ identical: 0, expected: 1, investigate: 2, broken: 3 }),
    metric: createEnumCodec<Compared['metric']>({ cosine: 0, 'top-1': 1 }),
    value: createFiniteNumberCodec(-1),
    maxAbsDifference: createNullableCodec(msCodec),
    reference: nameCodec,
  }),
  createRecordCodec<NotMeasured>({ verdict: createConstantCodec('not-measured'), why: nameCodec }),
  (value) => value.verdict !== 'not-measured',
);

const cellCodec: Codec<Cell> = createRecordCodec<Cell>({
  name: nameCodec,
  firstMs: msCodec,
  warmup: createRecordCodec<Cell['warmup']>({ runs: createCountCodec(maxSamples), ms: msCodec, stable: flagCodec }),
  capped: flagCodec,
  steady: steadyCodec,
  agreement: agreementCodec,
});

export const cellsCodec = createListCodec(cellCodec, maxCells);

/** Stores a time as minutes since 1970. */
export const minuteCodec: Codec<string> = {
  write: (out, value) => out.writeVarint(Math.floor(Date.parse(value) / minuteMs)),
  read: (input) => new Date(input.readVarint(1e8) * minuteMs).toISOString().replace('.000Z', 'Z'),
};
const minuteMs = 60_000;

export const idCodec = createTextCodec(maxIdBytes);
export const subjectKindCodec = createEnumCodec<Subject['kind']>({ workload: 0, model: 1, files: 2 });
export const sizeBytesCodec = createCountCodec(Number.MAX_SAFE_INTEGER);
export const threadsCodec = createCountCodec(1024);
export const coresCodec = createCountCodec(65_536);
export const seedCodec = createCountCodec(0xffff_ffff);
export const dimensionsCodec = createDictionaryCodec(sizeBytesCodec, nameCodec, maxDimensions);
export const placementCodec = createDictionaryCodec(sizeBytesCodec, nameCodec, maxProviders);
export const failedDevicesCodec = createListCodec(
  createRecordCodec<OpenedTarget['failedDevices'][number]>({ device: deviceCodec, why: nameCodec }),
  16,
);
export const gpuCodec = createRecordCodec<NonNullable<Environment['gpu']>>({
  vendor: nameCodec,
  architecture: nameCodec,
  software: flagCodec,
});
export const eventLoopCodec = createRecordCodec<EventLoop>({
  ticks: createCountCodec(maxSamples),
  late: createCountCodec(maxSamples),
  worstMs: msCodec,
});
const energySourceCodec = createEnumCodec<EnergySource>({ rapl: 0, 'nvidia-smi': 1, battery: 2 });
/** Maximum number of energy counters, and of sources without one, above that of any machine. */
const maxCounters = 64;
export const energyCodec = createRecordCodec<ReportEnergy>({
  counters: createListCodec(
    createRecordCodec<ReportEnergy['counters'][number]>({
      source: energySourceCodec,
      name: nameCodec,
      joules: createFiniteNumberCodec(0),
      uncertaintyJ: createFiniteNumberCodec(0),
      watts: createFiniteNumberCodec(0),
    }),
    maxCounters,
  ),
  missing: createListCodec(
    createRecordCodec<ReportEnergy['missing'][number]>({
      source: energySourceCodec,
      reason: createEnumCodec<NoEnergyReason>({ 'no-counter': 0, permission: 1, 'on-mains': 2, 'no-tool': 3 }),
    }),
    maxCounters,
  ),
  gridGramsPerKwh: createNullableCodec(createFiniteNumberCodec(0)),
});
export const memoryNotStatedCodec = createListCodec(
  createEnumCodec<MemoryNotStated>({ 'engine-memory-not-stated': 0, 'arena-off': 1, 'kv-cache-not-stated': 2 }),
  maxCounters,
);
export const startCodec = createEnumCodec<StartupTimes['start']>({ cold: 0, warm: 1 });
export const codeFromCodec = createEnumCodec<NonNullable<StartupTimes['codeFrom']>>({ network: 0, cache: 1 });
export const validityCodec = createEnumCodec<Validity>({
  valid: 0,
  indicative: 1,
  interrupted: 2,
  invalid: 3,
  noisy: 4,
});
export const flagsCodec = createListCodec(
  createEnumCodec<FlagId>({
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
    'smaller-cells': 13,
    incomplete: 14,
  }),
  32,
);
export const hostCodec = createEnumCodec<HostId>({ page: 0, companion: 1 });
export const engineCodec = createEnumCodec(mapCodecNumbers(engines));
export const environmentKindCodec = createEnumCodec<Environment['kind']>({ page: 0, native: 1 });

/** Maps the entries of a table to their codec numbers. */
function mapCodecNumbers<T extends string>(
  table: Readonly<Record<T, { readonly codecNumber: number }>>,
): Readonly<Record<T, number>> {
  const entries = Object.entries<{ readonly codecNumber: number }>(table);
  return Object.fromEntries(entries.map(([id, { codecNumber }]) => [id, codecNumber])) as Record<T, number>;
}
