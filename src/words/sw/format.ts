import { formats } from '../formats.ts';

export const format = formats('sw');

/** For every page that shows GFLOP. A multiply-add counts as two, as in `ModelFacts.flops`. */
export const flopNote = '1 GFLOP ni operesheni bilioni moja; kuzidisha na kujumlisha kwa pamoja huhesabiwa kama mbili.';
