import { sizesOf, unsizedOutput } from '#formats/tflite/unsized-output.ts';
import { withoutOperators, withoutType, type Limits } from './refusal.ts';

/*
 * LiteRT.js 2.5.3: found by running a model of one operator, or with values of one type, for each of them in it.
 */

/** Element types that its binding moves in and out of a model. */
const valueTypes: ReadonlySet<string> = new Set([
  ...['float32', 'float64', 'float16', 'bool', 'int8', 'uint8'],
  ...['int16', 'uint16', 'int32', 'uint32', 'int64', 'uint64'],
]);

/** Custom operators that it comes with. */
const customOperators: readonly string[] = ['custom::Convolution2DTransposeBias'];

export const litert: Limits = (facts) => {
  if ((facts.variableTensors ?? 0) > 0) return { reason: 'variable-tensors' };
  const output = unsizedOutput(facts);
  if (output) return { reason: 'output-size-unknown', output: output.name, shape: sizesOf(output) };
  const isMissing = (name: string) => name.startsWith('custom::') && !customOperators.includes(name);
  return withoutOperators(Object.keys(facts.operators).filter(isMissing)) ?? withoutType(facts, valueTypes);
};
