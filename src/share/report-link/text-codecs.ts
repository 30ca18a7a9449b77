import { maxTextHistogramBins } from '#bench/method.ts';
import type { TextAgreement, TextCell, TextReport } from '#core/report/text-report.ts';
import { tokenRates } from '#core/report/token-rates.ts';
import {
  constant,
  count,
  union,
  finiteNumber,
  flag,
  list,
  nullable,
  enumCodec,
  record,
  type Codec,
} from '../encoding/codec.ts';
import { msCodec, nameCodec, steadyWithin } from './report-codecs.ts';

/** Above any context length with which a model is opened. */
const maxTokens = 2 ** 31;
const maxRuns = 1_000_000;
const maxCells = 16;

const steady = steadyWithin(maxTextHistogramBins);

type PackedCell = Omit<TextCell, 'medianTokensPerS' | 'tokensPerSCi95'>;

const packedCodec = record<PackedCell>({
  name: nameCodec,
  work: enumCodec<TextCell['work']>({ prompt: 0, generation: 1 }),
  tokens: count(maxTokens),
  depth: count(maxTokens),
  firstMs: msCodec,
  warmup: record<TextCell['warmup']>({ runs: count(maxRuns), ms: msCodec, stable: flag }),
  capped: flag,
  steady,
});

/** The rates are computed from the times, so a link does not contain them. */
const textCellCodec: Codec<TextCell> = {
  write: (out, value) => packedCodec.write(out, value),
  read(input) {
    const cell = packedCodec.read(input);
    return { ...cell, ...tokenRates(cell.steady) };
  },
};

export const textCellsCodec = list(textCellCodec, maxCells);

type Compared = Exclude<TextAgreement, { verdict: 'not-measured' }>;
type NotMeasured = Extract<TextAgreement, { verdict: 'not-measured' }>;

export const textAgreementCodec: Codec<TextAgreement> = union(
  record<Compared>({
    verdict: enumCodec<Compared['verdict']>({ identical: 0, expected: 1, investigate: 2, broken: 3 }),
    tokens: count(maxTokens),
    same: count(maxTokens),
    margin: nullable(finiteNumber(0)),
    reference: nameCodec,
  }),
  record<NotMeasured>({ verdict: constant('not-measured'), why: nameCodec }),
  (value) => value.verdict !== 'not-measured',
);

export const firstTokenCodec = record<NonNullable<TextReport['firstToken']>>({
  promptTokens: count(maxTokens),
  steady,
});

export const samplingCodec = enumCodec<TextReport['sampling']>({ inside: 0, outside: 1 });
