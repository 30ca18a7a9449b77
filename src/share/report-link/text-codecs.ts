import { maxTextHistogramBins } from '#bench/method.ts';
import type { TextAgreement, TextCell, TextReport } from '#core/report/text-report.ts';
import { computeTokenRates } from '#core/report/token-rates.ts';
import {
  createConstantCodec,
  createCountCodec,
  createUnionCodec,
  createFiniteNumberCodec,
  flagCodec,
  createListCodec,
  createNullableCodec,
  createEnumCodec,
  createRecordCodec,
  type Codec,
} from '../encoding/codec.ts';
import { msCodec, nameCodec, createSteadyCodec } from './report-codecs.ts';

/** Maximum token count, above the context length of any model. */
const maxTokens = 2 ** 31;
const maxRuns = 1_000_000;
const maxCells = 16;

const steadyCodec = createSteadyCodec(maxTextHistogramBins);

type PackedCell = Omit<TextCell, 'medianTokensPerS' | 'tokensPerSCi95'>;

const packedCodec = createRecordCodec<PackedCell>({
  name: nameCodec,
  work: createEnumCodec<TextCell['work']>({ prompt: 0, generation: 1 }),
  tokens: createCountCodec(maxTokens),
  depth: createCountCodec(maxTokens),
  firstMs: msCodec,
  warmup: createRecordCodec<TextCell['warmup']>({ runs: createCountCodec(maxRuns), ms: msCodec, stable: flagCodec }),
  capped: flagCodec,
  steady: steadyCodec,
});

/** Omits the rates, which are computed from the times. */
const textCellCodec: Codec<TextCell> = {
  write: (out, value) => packedCodec.write(out, value),
  read(input) {
    const cell = packedCodec.read(input);
    return { ...cell, ...computeTokenRates(cell.steady) };
  },
};

export const textCellsCodec = createListCodec(textCellCodec, maxCells);

type Compared = Exclude<TextAgreement, { verdict: 'not-measured' }>;
type NotMeasured = Extract<TextAgreement, { verdict: 'not-measured' }>;

export const textAgreementCodec: Codec<TextAgreement> = createUnionCodec(
  createRecordCodec<Compared>({
    verdict: createEnumCodec<Compared['verdict']>({ identical: 0, expected: 1, investigate: 2, broken: 3 }),
    tokens: createCountCodec(maxTokens),
    same: createCountCodec(maxTokens),
    margin: createNullableCodec(createFiniteNumberCodec(0)),
    reference: nameCodec,
  }),
  createRecordCodec<NotMeasured>({ verdict: createConstantCodec('not-measured'), why: nameCodec }),
  (value) => value.verdict !== 'not-measured',
);

export const firstTokenCodec = createRecordCodec<NonNullable<TextReport['firstToken']>>({
  promptTokens: createCountCodec(maxTokens),
  steady: steadyCodec,
});

export const samplingCodec = createEnumCodec<TextReport['sampling']>({ inside: 0, outside: 1 });
