import { formatExportName } from '#core/model/file-name.ts';
import type { SidedComparison } from '#state/results/sided-comparison.ts';
import { text } from '#words/text.ts';
import type { ResultCard } from '../share/result-card.ts';
import type { ComparedSide } from './compared-sides.ts';
import { formatEngine, formatMachine, formatSpeed } from './headline.ts';

/**
 * Builds the texts of a comparison on an image to post.
 * @param sentences the outcome of each compared cell
 */
export function buildComparisonCard(
  { first, second, comparison }: SidedComparison,
  { title, sides, sentences }: { title: string; sides: readonly ComparedSide[]; sentences: readonly string[] },
): ResultCard {
  const words = text.report.compare.card;
  const verdict = sentences.join(' ');
  const lines = sides.map(({ name, viewModel }) =>
    words.side(name, formatMachine(viewModel.report), formatEngine(viewModel.report)),
  );
  const startedAt = [first, second].map(({ report }) => report.startedAt).sort()[1] ?? first.report.startedAt;
  return {
    subject: title,
    figure: sides.map(({ viewModel }) => formatSpeed(viewModel.report)).join(words.separator),
    caption: words.caption(text.format.list(sides.map(({ name }) => name))),
    verdict,
    tone: comparison.comparable ? 'accent' : 'warn',
    lines,
    alt: [title, verdict, ...lines].join('. '),
    fileName: formatExportName(['comparison', first.report.subject.id], startedAt),
  };
}
