import { readNumbers, createValue, type Size } from '#graph/value.ts';
import type { Rule } from './operator-rule.ts';

/** Python's slicing with TensorFlow's masks: bit n of a mask applies to the n-th entry of begin, end and strides. */
export const stridedSlice: Rule = ({ inputs: [x, begin, end, step], attributes }) => {
  const [begins, ends, steps] = [begin, end, step].map((input) => readNumbers(input?.content));
  if (!x?.shape || !begins || !ends || !steps) return null;
  const mask = (name: string, index: number): boolean => ((attributes.int(name, 0) >> index) & 1) === 1;
  const added = begins.filter((_, index) => mask('new_axis_mask', index)).length;
  const shape: Size[] = [];
  let axis = 0;
  let content = x.shape.length === 1 ? x.content : undefined;
  for (const index of begins.keys()) {
    if (mask('ellipsis_mask', index)) {
      const covered = x.shape.length - (begins.length - 1 - added);
      for (let count = 0; count < covered; count++) shape.push(x.shape[axis++] ?? null);
      continue;
    }
    if (mask('new_axis_mask', index)) {
      shape.push(1);
      continue;
    }
    const size = x.shape[axis++] ?? null;
    const stride = steps[index] ?? 1;
    const first = mask('begin_mask', index) ? undefined : begins[index];
    const last = mask('end_mask', index) ? undefined : ends[index];
    if (mask('shrink_axis_mask', index)) {
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
  const inside = (index: number, low: number, high: number) =>
    Math.min(Math.max(index < 0 ? index + size : index, low), high);
  const span =
    step > 0
      ? inside(last ?? size, 0, size) - inside(first ?? 0, 0, size)
      : inside(first ?? size - 1, 0, size - 1) - (last === undefined ? -1 : inside(last, -1, size - 1));
  return Math.max(0, Math.ceil(span / Math.abs(step)));
}
