import { formats } from '../formats.ts';

export const format = formats('en-GB');

/** For every page that shows GFLOP. A multiply-add counts as two, as in `ModelFacts.flops`. */
export const flopNote = '1 GFLOP is a billion operations; a multiply-add counts as two.';
