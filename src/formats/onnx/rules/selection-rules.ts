import { gather } from '#graph/shapes.ts';
import { normaliseAxis, readNumbers, createValue, type Size } from '#graph/value.ts';
import type { NodeContext, ShapeRule } from '../shape-rule.ts';

/** Reads attribute `name` in older opsets, input `index` in newer ones; `undefined` if absent. */
export function readIntegers(
  { attributes, inputs }: NodeContext,
  name: string,
  index: number,
): readonly number[] | null | undefined {
  const listed = attributes.ints(name);
  if (listed) return listed;
  const input = inputs[index];
  return input && readNumbers(input.content);
}

const gatherElements: ShapeRule = ({ inputs: [x, indices], attributes }) => {
  const picked = x && indices && gather(x, indices, attributes.int('axis', 0));
  return picked && [picked];
};

const slice: ShapeRule = (context) => {
  const [x] = context.inputs;
  if (!x?.shape) return null;
  const starts = readIntegers(context, 'starts', 1);
  const ends = readIntegers(context, 'ends', 2);
  const steps = readIntegers(context, 'steps', 4);
  const given = readIntegers(context, 'axes', 3);
  if (given === null)
    return [
      createValue(
        x.dtype,
        x.shape.map(() => null),
      ),
    ];
  const axes = given ?? (starts ?? x.shape).map((_, axis) => axis);
  const shape = [...x.shape];
  let content = x.content;
  for (const [index, listed] of axes.entries()) {
    const axis = normaliseAxis(listed, shape.length);
    if (axis === null) return null;
    const range = {
      start: starts?.[index],
      end: ends?.[index],
      step: steps === null ? undefined : (steps?.[index] ?? 1),
    };
    content = content && sliceContent(content, range);
    shape[axis] = computeSliceSize(shape[axis] ?? null, range);
  }
  return [createValue(x.dtype, shape, content)];
};

interface Range {
  readonly start: number | undefined;
  readonly end: number | undefined;
  readonly step: number | undefined;
}

/** Python's rules for start and end out of range or negative. */
function computeSliceSize(size: Size, { start, end, step }: Range): Size {
  if (start === 0 && step === 1 && end !== undefined && end >= Number.MAX_SAFE_INTEGER) return size;
  if (typeof size !== 'number' || start === undefined || end === undefined || !step) return null;
  const inside = (index: number, low: number, high: number) =>
    Math.min(Math.max(index < 0 ? index + size : index, low), high);
  const span =
    step > 0 ? inside(end, 0, size) - inside(start, 0, size) : inside(start, 0, size - 1) - inside(end, -1, size - 1);
  return Math.max(0, Math.ceil(span / Math.abs(step)));
}

function sliceContent(content: readonly Size[], { start, end, step }: Range): readonly Size[] | undefined {
  return start === undefined || end === undefined || step !== 1 ? undefined : content.slice(start, end);
}

const split: ShapeRule = (context) => {
  const { inputs, attributes, node } = context;
  const [x] = inputs;
  const axis = x?.shape && normaliseAxis(attributes.int('axis', 0), x.shape.length);
  if (!x?.shape || axis === null || axis === undefined) return null;
  const { shape } = x;
  const listed = readIntegers(context, 'split', 1);
  const whole = shape[axis] ?? null;
  const even = typeof whole === 'number' ? Math.ceil(whole / node.outputs.length) : null;
  return node.outputs.map((_, index) => {
    const rest = typeof whole === 'number' && even !== null ? Math.min(even, whole - even * index) : null;
    const size = listed === undefined ? rest : (listed?.[index] ?? null);
    return createValue(x.dtype, shape.with(axis, size));
  });
};

const oneHot: ShapeRule = ({ inputs: [indices, depth, values], attributes }) => {
  if (!indices?.shape) return null;
  const axis = normaliseAxis(attributes.int('axis', -1), indices.shape.length + 1);
  return axis === null
    ? null
    : [createValue(values?.dtype ?? 'unknown', indices.shape.toSpliced(axis, 0, depth?.content?.[0] ?? null))];
};

const gatherNd: ShapeRule = ({ inputs: [x, indices], attributes }) => {
  const last = indices?.shape?.at(-1);
  if (!x?.shape || !indices?.shape || typeof last !== 'number') return null;
  const tail = x.shape.slice(attributes.int('batch_dims', 0) + last);
  return [createValue(x.dtype, [...indices.shape.slice(0, -1), ...tail])];
};

/** Operators that take parts of a tensor. */
export const selection: Readonly<Record<string, ShapeRule>> = {
  Gather: gatherElements,
  GatherElements: ({ inputs: [x, indices] }) => [createValue(x?.dtype ?? 'unknown', indices?.shape ?? null)],
  GatherND: gatherNd,
  OneHot: oneHot,
  Slice: slice,
  Split: split,
};
