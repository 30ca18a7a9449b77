import { format } from '#words/en/format.ts';
import { teach as words } from '#words/en/run/teach.ts';
import type { TaughtFolder } from '../native/teach-folder.ts';
import { table } from './format-value.ts';
import { singleLine } from './single-line.ts';

const { whole, percent } = format;

/** How well a new head classifies the held-out pictures, and whether it was written. */
export function teachText(taught: TaughtFolder, out: string): string {
  const { labels, pictures, heldOut, features, accuracy, interval, curve, comparison, sha256 } = taught;
  const rows = curve.map((point) => [whole(point.pictures), percent(point.accuracy)]);
  return [
    singleLine(words.counted(labels.length, pictures, heldOut)),
    singleLine(words.features[features.kind](features.tensor, features.length)),
    words.accuracy(accuracy, interval),
    '',
    table([[words.curve.pictures, words.curve.accuracy], ...rows]),
    '',
    words.compared(comparison),
    ...comparison.lostClasses.map((lost) => singleLine(words.lostClass(lost))),
    sha256 === null
      ? 'Not written, because it is worse than before on held-out pictures.'
      : singleLine(`Written: ${out}`),
  ].join('\n');
}
