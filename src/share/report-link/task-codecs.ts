import type { NoIntervalReason, Score } from '#core/task/evaluation.ts';
import type { HostileResult } from '#core/report/hostile-result.ts';
import type { ModelFile } from '#core/model/model.ts';
import type { EvaluatedDataset, StageTiming } from '#core/report/task-report.ts';
import {
  count,
  digest,
  createFiniteNumberCodec,
  list,
  createNullableCodec,
  createEnumCodec,
  createOptionalCodec,
  record,
  type Codec,
} from '../encoding/codec.ts';
import { msCodec, nameCodec, seedCodec, sizeBytesCodec, createSteadyCodec } from './report-codecs.ts';

/** Exceeds the number of metrics of any task. */
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
export const modelFilesCodec = list(
  record<ModelFile>({ name: nameCodec, sizeBytes: sizeBytesCodec, sha256: digest }),
  64,
);

/** The codec of outcomes of hostile inputs, whose numbers are never reused. */
export const hostileInputsCodec = list(
  record<HostileResult>({
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

export const scoresCodec = list(
  record<Score>({
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

export const taskCellsCodec = list(
  record<StageTiming>({
    name: createEnumCodec<StageTiming['name']>({ pre: 0, inference: 1, post: 2 }),
    firstMs: msCodec,
    steady: createSteadyCodec(),
  }),
  3,
);

export const sampleCodec = record<NonNullable<EvaluatedDataset['sample']>>({
  of: count(Number.MAX_SAFE_INTEGER),
  seed: seedCodec,
});
