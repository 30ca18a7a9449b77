import type { Cell, TextCell } from '#core/report.ts';
import { text } from '#words/text.ts';

/** The one figure of a cell that a person reads first. */
export interface Headline {
  readonly figure: string;
  readonly unit: string;
  readonly caption: string;
}

export function headlineOf(cell: Cell | TextCell): Headline {
  const words = text.report.verdict;
  const { duration, number } = text.format;
  if ('work' in cell) {
    return {
      figure: number(cell.medianTokensPerS),
      unit: words.tokensPerS,
      caption: words.works[cell.work],
    };
  }
  const { medianMs } = cell.steady;
  const [figure = '', ...unit] = duration(medianMs).split(' ');
  return { figure, unit: unit.join(' '), caption: `${words.perInference} · ${words.rate(number(1000 / medianMs))}` };
}
