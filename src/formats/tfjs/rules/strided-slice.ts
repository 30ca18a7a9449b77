import { readNumbers, createValue, type Size } from '#graph/value.ts';
import type { Rule } from './operator-rule.ts';

/** Python slicing with TensorFlow's masks: bit n of a mask applies to the n-th entry of begin, end and strides. */
export const stridedSlice: Rule = ({ inputs: [x, begin, end, step], attributes }) => {
  const [begins, ends, steps] = [begin, end, step].map((input) => readNumbers(input?.content));
  if (!x?.shape || !begins || !ends || !steps) return null;
  const isMasked = (name: string, index: number): boolean => ((attributes.int(name, 0) >> index) & 1) === 1;
  const newAxes = begins.filter((_, index) => isMasked('new_axis_mask', index)).length;
  const shape: Size[] = [];
  let axis = 0;
  let content = x.shape.length === 1 ? x.content : undefined;
  for (const index of begins.keys()) {
    if (isMasked('ellipsis_mask', index)) {
      const ellipsisAxes = x.shape.length - (begins.length - 1 - newAxes);
      for (let count = 0; count < ellipsisAxes; count++) shape.push(x.shape[axis++] ?? null);
      continue;
    }
    if (isMasked('new_axis_mask', index)) {
      shape.push(1);
      continue;
    }
    const size = x.shape[axis++] ?? null;
    const stride = steps[index] ?? 1;
    const first = isMasked('begin_mask', index) ? undefined : begins[index];
    const last = isMasked('end_mask', index) ? undefined : ends[index];
    if (isMasked('shrink_axis_mask', index)) {
      content = content && first !== undefined ? [content.at(first) ?? null] : undefined;
      continue;
    }
    content = stride === 1 ? content?.slice(first, last) : undefined;
    shape.push(computeSliceSize(size, first, last, stride));
  }
  return { outputs: [createValue(x.dtype, [...shape, ...x.shape.slice(axis)], content)], flops: 0 };
};

function computeSliceSize(size: Size, first: number | undefined, last: number | undefined, step: number): Size {
  if (typeof size !== 'number' || step === 0) return null;
  const clampIndex = (index: number, low: number, high: number) =>
    Math.min(Math.max(index < 0 ? index + size : index, low), high);
  const span =
    step > 0
      ? clampIndex(last ?? size, 0, size) - clampIndex(first ?? 0, 0, size)
      : clampIndex(first ?? size - 1, 0, size - 1) - (last === undefined ? -1 : clampIndex(last, -1, size - 1));
  return Math.max(0, Math.ceil(span / Math.abs(step)));
}
