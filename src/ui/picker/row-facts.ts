import type { ModelRating } from '#state/picker/model-ratings.svelte.ts';
import type { ModelRow } from '#state/picker/model-rows.ts';
import { text } from '#words/text.ts';

/**
 * Facts about a model for its row: task, size, licence, and whether it fits this device, as far as they are known.
 * @param isForTask whether the list is for one task, which the row then omits
 */
export function listRowFacts(row: ModelRow, rating: ModelRating | null, isForTask: boolean): string[] {
  const { format, picker: words } = text;
  const isText = row.task === 'text-generation';
  const usedAt = 'usedAt' in row ? row.usedAt : null;
  const speed = rating?.tokensPerS;
  const facts = [
    !isForTask && row.task && words.taskName(row.task),
    row.sizeBytes === null ? words.sizeUnknown : format.bytes(row.sizeBytes),
    row.licence,
    words.locations[row.location],
    usedAt && words.usedAt(format.date(usedAt)),
    row.isUnverified && words.unverified,
    rating?.fits === true && words.fits,
    rating?.fits === false && words.doesNotFit,
    row.location === 'hub' &&
      isText &&
      (speed ? words.speed(format.number(speed.low), format.number(speed.high)) : words.speedUnknown),
  ];
  return facts.filter((fact) => typeof fact === 'string');
}
