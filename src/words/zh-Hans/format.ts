import { formats } from '../formats.ts';

export const format = formats('zh-Hans');

export const flopNote = '1 GFLOP 即十亿次运算；一次乘加计为两次。';
