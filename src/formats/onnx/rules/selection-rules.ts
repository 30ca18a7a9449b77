import { gather } from '#graph/shapes.ts';
import { normaliseAxis, readNumbers, createValue, type Size } from '#graph/value.ts';
import type { NodeContext, ShapeRule } from '../shape-rule.ts';

/** Reads attribute `name` in older opsets, input `index` in newer ones; `undefined` if absent. */
export function readIntegers(
  { attributes, inputs }: NodeContext,
  name: string,
  index: number,
): readonly number[] | null | undefined {
  const values = attributes.ints(name);
  if (values) return values;
  const input = inputs[index];
  return input && readNumbers(input.content);
}

const gatherElements: ShapeRule = ({ inputs: [x, indices], attributes }) => {
  const gathered = x && indices && gather(x, indices, attributes.int('axis', 0));
  return gathered && [gathered];
};

const slice: ShapeRule = (context) => {
  const [x] = context.inputs;
  if (!x?.shape) return null;
  const starts = readIntegers(context, 'starts', 1);
  const ends = readIntegers(context, 'ends', 2);
  const steps = readIntegers(context, 'steps', 4);
  const declaredAxes = readIntegers(context, 'axes', 3);
  if (declaredAxes === null)
    return [
      createValue(
        x.dtype,
        x.shape.map(() => null),
      ),
    ];
  const axes = declaredAxes ?? (starts ?? x.shape).map((_, axis) => axis);
  const shape = [...x.shape];
  let content = x.content;
  for (const [index, signedAxis] of axes.entries()) {
    const axis = normaliseAxis(signedAxis, shape.length);
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

/** Computes the size of a slice; as in Python, start and end may be negative or out of range. */
function computeSliceSize(size: Size, { start, end, step }: Range): Size {
  if (start === 0 && step === 1 && end !== undefined && end >= Number.MAX_SAFE_INTEGER) return size;
  if (typeof size !== 'number' || start === undefined || end === undefined || !step) return null;
  const clampIndex = (index: number, low: number, high: number) =>
    Math.min(Math.max(index < 0 ? index + size : index, low), high);
  const span =
    step > 0
      ? clampIndex(end, 0, size) - clampIndex(start, 0, size)
      : clampIndex(start, 0, size - 1) - clampIndex(end, -1, size - 1);
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
  const sizes = readIntegers(context, 'split', 1);
  const inputSize = shape[axis] ?? null;
  const equalSize = typeof inputSize === 'number' ? Math.ceil(inputSize / node.outputs.length) : null;
  return node.outputs.map((_, index) => {
    const defaultSize =
      typeof inputSize === 'number' && equalSize !== null ? Math.min(equalSize, inputSize - equalSize * index) : null;
    const size = sizes === undefined ? defaultSize : (sizes?.[index] ?? null);
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
  const indexLength = indices?.shape?.at(-1);
  if (!x?.shape || !indices?.shape || typeof indexLength !== 'number') return null;
  const sliceShape = x.shape.slice(attributes.int('batch_dims', 0) + indexLength);
  return [createValue(x.dtype, [...indices.shape.slice(0, -1), ...sliceShape])];
};

/** Operators that select elements of a tensor. */
export const selection: Readonly<Record<string, ShapeRule>> = {
  Gather: gatherElements,
  GatherElements: ({ inputs: [x, indices] }) => [createValue(x?.dtype ?? 'unknown', indices?.shape ?? null)],
  GatherND: gatherNd,
  OneHot: oneHot,
  Slice: slice,
  Split: split,
};
