import { maxTextHistogramBins } from '#bench/method.ts';
import type { TextAgreement, TextCell, TextReport } from '#core/report/text-report.ts';
import { computeTokenRates } from '#core/report/token-rates.ts';
import {
  createConstantCodec,
  count,
  createUnionCodec,
  createFiniteNumberCodec,
  flag,
  list,
  createNullableCodec,
  createEnumCodec,
  record,
  type Codec,
} from '../encoding/codec.ts';
import { msCodec, nameCodec, createSteadyCodec } from './report-codecs.ts';

/** Maximum token count, above the context length of any model. */
const maxTokens = 2 ** 31;
const maxRuns = 1_000_000;
const maxCells = 16;

const steady = createSteadyCodec(maxTextHistogramBins);

type PackedCell = Omit<TextCell, 'medianTokensPerS' | 'tokensPerSCi95'>;

const packedCodec = record<PackedCell>({
  name: nameCodec,
  work: createEnumCodec<TextCell['work']>({ prompt: 0, generation: 1 }),
  tokens: count(maxTokens),
  depth: count(maxTokens),
  firstMs: msCodec,
  warmup: record<TextCell['warmup']>({ runs: count(maxRuns), ms: msCodec, stable: flag }),
  capped: flag,
  steady,
});

/** Omits the rates, which are computed from the times. */
const textCellCodec: Codec<TextCell> = {
  write: (out, value) => packedCodec.write(out, value),
  read(input) {
    const cell = packedCodec.read(input);
    return { ...cell, ...computeTokenRates(cell.steady) };
  },
};

export const textCellsCodec = list(textCellCodec, maxCells);

type Compared = Exclude<TextAgreement, { verdict: 'not-measured' }>;
type NotMeasured = Extract<TextAgreement, { verdict: 'not-measured' }>;

export const textAgreementCodec: Codec<TextAgreement> = createUnionCodec(
  record<Compared>({
    verdict: createEnumCodec<Compared['verdict']>({ identical: 0, expected: 1, investigate: 2, broken: 3 }),
    tokens: count(maxTokens),
    same: count(maxTokens),
    margin: createNullableCodec(createFiniteNumberCodec(0)),
    reference: nameCodec,
  }),
  record<NotMeasured>({ verdict: createConstantCodec('not-measured'), why: nameCodec }),
  (value) => value.verdict !== 'not-measured',
);

export const firstTokenCodec = record<NonNullable<TextReport['firstToken']>>({
  promptTokens: count(maxTokens),
  steady,
});

export const samplingCodec = createEnumCodec<TextReport['sampling']>({ inside: 0, outside: 1 });
