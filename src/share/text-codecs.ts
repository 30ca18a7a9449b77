import { maxTextHistogramBins } from '#bench/method.ts';
import type { TextAgreement, TextCell, TextReport } from '#core/report.ts';
import { tokenRates } from '#core/token-rates.ts';
import { constant, count, either, figure, flag, list, nullable, oneOf, record, type Codec } from './codec.ts';
import { ms, name, steadyWithin } from './report-codecs.ts';

/** Above any context that a model is opened with. */
const maxTokens = 2 ** 31;
const maxRuns = 1_000_000;
const maxCells = 16;

const steady = steadyWithin(maxTextHistogramBins);

type Packed = Omit<TextCell, 'medianTokensPerS' | 'tokensPerSCi95'>;

const packed = record<Packed>({
  name,
  work: oneOf<TextCell['work']>({ prompt: 0, generation: 1 }),
  tokens: count(maxTokens),
  depth: count(maxTokens),
  firstMs: ms,
  warmup: record<TextCell['warmup']>({ runs: count(maxRuns), ms, stable: flag }),
  capped: flag,
  steady,
});

/** The rates follow from the times, so a link does not carry them. */
const textCell: Codec<TextCell> = {
  write: (out, value) => packed.write(out, value),
  read(input) {
    const cell = packed.read(input);
    return { ...cell, ...tokenRates(cell.steady) };
  },
};

export const textCells = list(textCell, maxCells);

type Compared = Exclude<TextAgreement, { verdict: 'not-measured' }>;
type NotMeasured = Extract<TextAgreement, { verdict: 'not-measured' }>;

export const textAgreement: Codec<TextAgreement> = either(
  record<Compared>({
    verdict: oneOf<Compared['verdict']>({ identical: 0, expected: 1, investigate: 2, broken: 3 }),
    tokens: count(maxTokens),
    same: count(maxTokens),
    margin: nullable(figure(0)),
    reference: name,
  }),
  record<NotMeasured>({ verdict: constant('not-measured'), why: name }),
  (value) => value.verdict !== 'not-measured',
);

export const firstToken = record<NonNullable<TextReport['firstToken']>>({ promptTokens: count(maxTokens), steady });

export const sampling = oneOf<TextReport['sampling']>({ inside: 0, outside: 1 });
