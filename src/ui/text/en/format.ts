import { formats } from '../formats.ts';

export const format = formats('en-GB');
