import { format } from '#words/en/format.ts';
import { teach as words } from '#words/en/run/teach.ts';
import type { TeachResult } from '../native/teach-folder.ts';
import { formatTable } from './format-value.ts';
import { toSingleLine } from './terminal-text.ts';

const { whole, percent } = format;

/** Formats how well a new head classifies the held-out pictures, and whether it was written. */
export function formatTaught(result: TeachResult, out: string): string {
  const { labels, pictures, heldOut, features, accuracy, interval, curve, comparison, sha256 } = result;
  const rows = curve.map((point) => [whole(point.pictures), percent(point.accuracy)]);
  return [
    toSingleLine(words.counted(labels.length, pictures, heldOut)),
    toSingleLine(words.features[features.kind](features.tensor, features.length)),
    words.accuracy(accuracy, interval),
    '',
    formatTable([[words.curve.images, words.curve.accuracy], ...rows]),
    '',
    words.compared(comparison),
    ...comparison.lostClasses.map((lost) => toSingleLine(words.lostClass(lost))),
    sha256 === null
      ? 'Not written, because it is worse than before on held-out images.'
      : toSingleLine(`Written: ${out}`),
  ].join('\n');
}
