import { formats } from '../formats.ts';

export const format = formats('fil');

/** For every page that shows GFLOP. A multiply-add counts as two, as in `ModelFacts.flops`. */
export const flopNote = 'Ang 1 GFLOP ay isang bilyong operation; dalawa ang bilang ng isang multiply-add.';

/**
 * A number with its noun, which has no plural form. After a final 4, 6 or 9 a ligature joins the two: `3 thread`,
 * `4 na thread` (the plural rule of CLDR for Filipino).
 */
export function count(number: number | string, noun: string): string {
  const shown = typeof number === 'string' ? number : format.whole(number);
  return `${shown}${/[469]$/.test(shown) ? ' na' : ''} ${noun}`;
}
