import { formats } from '../formats.ts';

/** Lists are joined by the enumeration comma only: the “和” of the locale would touch Latin letters without a space. */
export const format: ReturnType<typeof formats> = { ...formats('zh-Hans'), list: (items) => items.join('、') };

export const flopNote = '1 GFLOP 即十亿次运算；一次乘加计为两次。';
