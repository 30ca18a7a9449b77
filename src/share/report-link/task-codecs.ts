import { computeMargin, type GateInterval, type GateRun, type MeasuredGateResult } from '#core/gate/gate-outcome.ts';
import type { NoIntervalReason, Score } from '#core/task/evaluation.ts';
import type { HostileResult } from '#core/report/hostile-result.ts';
import type { ModelFile } from '#core/model/model.ts';
import type { EvaluatedDataset, StageTiming } from '#core/report/task-report.ts';
import {
  createCountCodec,
  digestCodec,
  flagCodec,
  createFiniteNumberCodec,
  createListCodec,
  createNullableCodec,
  createConstantCodec,
  createEnumCodec,
  createUnionCodec,
  createOptionalCodec,
  createRecordCodec,
  type Codec,
} from '../encoding/codec.ts';
import { msCodec, nameCodec, seedCodec, sizeBytesCodec, createSteadyCodec } from './report-codecs.ts';

/** Maximum number of scores, above the number of metrics of any task. */
const maxScores = 64;

const anyNumber = createFiniteNumberCodec(-Number.MAX_VALUE);

const intervalCodec: Codec<readonly [low: number, high: number]> = {
  write(out, [low, high]) {
    anyNumber.write(out, low);
    anyNumber.write(out, high);
  },
  read: (input) => [anyNumber.read(input), anyNumber.read(input)],
};

/** The codec of the files of a model with several files. */
export const modelFilesCodec = createListCodec(
  createRecordCodec<ModelFile>({ name: nameCodec, sizeBytes: sizeBytesCodec, sha256: digestCodec }),
  64,
);

/** The codec of outcomes of hostile inputs, whose numbers are never reused. */
export const hostileInputsCodec = createListCodec(
  createRecordCodec<HostileResult>({
    input: createEnumCodec<HostileResult['input']>({
      zeros: 0,
      constant: 1,
      max: 2,
      min: 3,
      'not-a-number': 4,
      infinite: 5,
      'one-more': 6,
      empty: 7,
      'other-rank': 8,
    }),
    outcome: createEnumCodec<HostileResult['outcome']>({ error: 0, finite: 1, 'not-finite': 2, crash: 3 }),
  }),
  64,
);

export const scoresCodec = createListCodec(
  createRecordCodec<Score>({
    metric: nameCodec,
    value: anyNumber,
    n: sizeBytesCodec,
    interval: createNullableCodec(intervalCodec),
    noInterval: createOptionalCodec(
      createEnumCodec<NoIntervalReason>({ 'too-few-items': 0, 'no-variation': 1, 'undefined-resamples': 2 }),
    ),
  }),
  maxScores,
);

/** The numbers of verdicts, comparators and units are never reused. */
export const gateVerdictCodec = createEnumCodec<GateRun['verdict']>({ pass: 0, fail: 1, undecided: 2 });

export const gateUnitCodec = createEnumCodec<MeasuredGateResult['unit']>({
  fraction: 0,
  ratio: 1,
  ms: 2,
  bytes: 3,
  'per-second': 4,
  'tokens-per-second': 5,
  count: 6,
  watts: 7,
  number: 8,
});

export const gateComparatorCodec = createEnumCodec<MeasuredGateResult['comparator']>({ '>=': 0, '<=': 1 });

const failedGateCodec = createRecordCodec<Omit<MeasuredGateResult, 'margin'>>({
  gate: nameCodec,
  severity: createConstantCodec('error'),
  state: createConstantCodec('fail'),
  metric: createOptionalCodec(nameCodec),
  unit: gateUnitCodec,
  comparator: gateComparatorCodec,
  limit: anyNumber,
  isRelative: flagCodec,
  measured: anyNumber,
  interval: createUnionCodec<'exact', GateInterval>(
    createConstantCodec('exact'),
    createRecordCodec<GateInterval>({ low: anyNumber, high: anyNumber, confidence: anyNumber }),
    (interval) => interval === 'exact',
  ),
  n: sizeBytesCodec,
});

/** The codec of the required gates that failed. */
export const failedGatesCodec = createListCodec<MeasuredGateResult>(
  {
    write: failedGateCodec.write,
    read(input) {
      const gate = failedGateCodec.read(input);
      return { ...gate, margin: computeMargin(gate, gate.measured) };
    },
  },
  64,
);

export const taskCellsCodec = createListCodec(
  createRecordCodec<StageTiming>({
    name: createEnumCodec<StageTiming['name']>({ pre: 0, inference: 1, post: 2 }),
    firstMs: msCodec,
    steady: createSteadyCodec(),
  }),
  3,
);

export const sampleCodec = createRecordCodec<NonNullable<EvaluatedDataset['sample']>>({
  of: createCountCodec(Number.MAX_SAFE_INTEGER),
  seed: seedCodec,
});
