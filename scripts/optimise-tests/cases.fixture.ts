import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createSeededInputs } from '#bench/inputs/seeded-inputs.ts';
import { listFreeDimensions } from '#core/model/free-dimensions.ts';
import type { Tensor, Tensors } from '#core/engine/tensor.ts';
import { readOnnx } from '#formats/onnx/read-onnx.ts';
import { createTensorProto } from '#formats/onnx/tensor-proto.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';
import { decodeFloat16 } from '#bench/inputs/tensor-numbers.ts';
import { readBackendTests, type BackendTest } from '../onnx-backend-tests.fixture.ts';
import { openNative } from './native-ort.fixture.ts';

/** A model with inputs on which to run it. */
export interface Case {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly inputs: Tensors;
}

/** Operators that are not tested because their results are random or they are for training. */
const random = /random|bernoulli|multinomial|training_dropout|dropout.*mask|adagrad|adam|momentum/i;

/**
 * Every ONNX backend test that has tensors only, three times: unchanged, with all inputs except the first stored as
 * initializers, and with all of them stored, so passes find weights and constants.
 * @param every only every n-th test is included
 */
export function readBackendCases(testData: string, every = 1): Case[] {
  const tests = readBackendTests(testData, (file, index) => index % every === 0 && !random.test(file));
  return tests.flatMap((test) => {
    const counts = [...new Set([0, Object.keys(test.inputs).length - 1, Object.keys(test.inputs).length])];
    return counts.filter((count) => count >= 0).map((count) => storeInputs(test, count));
  });
}

/** Converts a test to a case in which the last `count` inputs are initializers. */
function storeInputs({ file, bytes, inputs }: BackendTest, count: number): Case {
  const name = `${file.replace(/.*\/data\//, '')} with ${count} stored inputs`;
  if (count === 0) return { name, bytes, inputs };
  const model = readOnnx(bytes);
  const graph = model.graph!;
  const storedInputs = new Map(Object.entries(inputs).slice(-count));
  graph.inputs = graph.inputs.filter((input) => !storedInputs.has(input.name));
  graph.initializers.push(...[...storedInputs].map(([tensor, value]) => createTensorProto(tensor, value)));
  model.irVersion = Math.max(model.irVersion, 4);
  const remainingInputs = Object.fromEntries(Object.entries(inputs).filter(([input]) => !storedInputs.has(input)));
  return { name, bytes: writeOnnx(model), inputs: remainingInputs };
}

/**
 * Lists the ONNX models of the data folder with seeded inputs.
 * @param names the models to include
 */
export async function readTrainedCases(testData: string, names?: readonly string[]): Promise<Case[]> {
  const files =
    names ?? readdirSync(testData, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.onnx'));
  const cases: Case[] = [];
  for (const file of files) {
    const bytes = readFileSync(path.join(testData, file));
    const session = await openNative(bytes);
    const sizes = Object.fromEntries(
      listFreeDimensions(session.inputs).map((name) => [name, chooseDimensionSize(name)]),
    );
    cases.push({ name: file, bytes, inputs: createSeededInputs(session.inputs, sizes) });
    await session.close();
  }
  return cases;
}

/** Chooses a size that suits images and sequences: a multiple of 32. */
function chooseDimensionSize(name: string): number {
  return /batch|^N$/i.test(name) ? 1 : 64;
}

/** Lists the outputs that differ by more than `tolerance`, relative to the largest value of the output. */
export function listDifferences(before: Tensors, after: Tensors, tolerance: number): string[] {
  return Object.entries(before).flatMap(([name, expected]) => {
    const actual = after[name];
    if (!actual) return [`${name} is missing`];
    if (actual.dtype !== expected.dtype || actual.shape.join() !== expected.shape.join())
      return [`${name} is ${actual.dtype}[${actual.shape.join()}], not ${expected.dtype}[${expected.shape.join()}]`];
    const error = computeMaxError(expected, actual);
    return error <= tolerance ? [] : [`${name} differs by ${error}`];
  });
}

/** Computes the largest difference of two tensors, relative to the largest absolute value or 1, whichever is larger. */
function computeMaxError(expected: Tensor, actual: Tensor): number {
  if (expected.dtype === 'string')
    return expected.data.join('\n') === (actual.data as string[]).join('\n') ? 0 : Infinity;
  const [a, b] = [toNumbers(expected), toNumbers(actual)];
  let [scale, error] = [1, 0];
  for (const value of a) if (Number.isFinite(value)) scale = Math.max(scale, Math.abs(value));
  for (const [index, value] of a.entries()) {
    if (Object.is(value, b[index]) || value === b[index]) continue;
    const difference = Math.abs(value - b[index]!);
    error = Math.max(error, Number.isNaN(difference) ? Infinity : difference);
  }
  return error / scale;
}

function toNumbers(tensor: Tensor): Float64Array {
  if (tensor.dtype === 'float16') return Float64Array.from(tensor.data, decodeFloat16);
  return Float64Array.from(tensor.data as ArrayLike<number | bigint>, Number);
}
