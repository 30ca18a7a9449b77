import {
  formatDimensionName,
  isIntegerSetting,
  listBatchNames,
  listFreeDimensions,
} from '#core/model/free-dimensions.ts';
import type { ValueFacts } from '#core/model/model-facts.ts';
import type { Dimensions } from '#core/report/bench-request.ts';

/** Inputs and outputs that a header or session declares. */
interface Signature {
  readonly inputs: readonly ValueFacts[];
  readonly outputs: readonly ValueFacts[];
}

/**
 * Suggests a typical size for each free dimension and a value for each scalar integer input. Images are 224 x 224: the
 * typical size of classifiers, and a multiple of 32, which detectors and segmentation models require.
 */
export function suggestSizes({ inputs, outputs }: Signature): Dimensions {
  const readsText = outputs.some(isTextLine);
  const sizes = listFreeDimensions(inputs).map((name): [string, number] => {
    for (const input of inputs) {
      const axis = (input.shape ?? []).findIndex(
        (size, index) => size === name || (size === null && `${input.name}.${index}` === name),
      );
      if (axis >= 0) return [name, suggestSize(input, axis, readsText)];
    }
    return [name, 1];
  });
  const integers = inputs.filter(isIntegerSetting).map(({ name }): [string, number] => [name, suggestInteger(name)]);
  return Object.fromEntries([...sizes, ...integers]);
}

/** Lists the names of the free dimensions that are the height or width of an image. */
export function listImageSizeDimensions(inputs: Signature['inputs']): string[] {
  const batch = listBatchNames(inputs);
  const names = inputs.flatMap((input) => {
    const { name, shape } = input;
    if (shape?.length !== 4 || isCacheInput(name)) return [];
    return [1, 2, 3].map((axis) => (isChannelAxis(shape, axis) ? null : formatDimensionName(input, axis, batch)));
  });
  return [...new Set(names.filter((name) => name !== null))];
}

/** Sizes by the name of the dimension, in descending order of reliability. */
const sizesByName: readonly (readonly [RegExp, number])[] = [
  [/batch/i, 1],
  [/channel/i, 3],
  [/height|width/i, 224],
];

/** Tokens of a short text or frames of a short sound, and the window of a voice activity detector at 16 kHz. */
const [sequenceLength, windowLength] = [128, 512];
/** Height and width of a line of text in PP-OCR's recognisers. */
const [lineHeight, lineWidth] = [32, 320];
/** The sampling rate of speech models, in Hz. */
const speechRate = 16_000;

function suggestSize({ name: input, dtype, shape: declared }: ValueFacts, axis: number, readsText: boolean): number {
  const shape = declared ?? [];
  const name = shape[axis] ?? '';
  const isCache = isCacheInput(input);
  const isImage = shape.length === 4 && !isCache;
  if (isImage && readsText && !isChannelAxis(shape, axis)) return axis === 2 ? lineHeight : lineWidth;
  const sizeByName = sizesByName.find(([pattern]) => typeof name === 'string' && pattern.test(name))?.[1];
  if (sizeByName !== undefined) return sizeByName;
  if (isImage) return isChannelAxis(shape, axis) ? 3 : 224;
  // The state of recurrent layers is [layers, batch, width].
  if (shape.length === 3 && axis === 1 && typeof shape[2] === 'number' && !isCache && isState(input)) return 1;
  // Floats are samples of sound, since tokens are integers.
  return dtype === 'float32' && shape.length === 2 ? windowLength : sequenceLength;
}

const isCacheInput = (name: string): boolean => /past|cache|key|value/i.test(name) && !/pixel/i.test(name);

const isState = (name: string): boolean => /state|hidden|^[hc](n|_?0)?$/i.test(name) && !/encoder/i.test(name);

function suggestInteger(name: string): number {
  return /^sr$|rate/i.test(name) ? speechRate : 1;
}

/** Whether an output has a class for each step of a line of text: [lines, free number of steps, characters]. */
function isTextLine({ shape }: ValueFacts): boolean {
  return shape?.length === 3 && typeof shape[1] !== 'number' && typeof shape[2] === 'number' && shape[2] > 10;
}

/** Whether an axis is the channel axis of an image: the last if it has a typical number of channels, else the second. */
function isChannelAxis(shape: NonNullable<ValueFacts['shape']>, axis: number): boolean {
  const isLast = shape[3] === 1 || shape[3] === 3 || shape[3] === 4;
  return axis === (isLast ? 3 : 1);
}
