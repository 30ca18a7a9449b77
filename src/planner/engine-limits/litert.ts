import { formatShape, findUnsizedOutput } from '#formats/tflite/unsized-output.ts';
import { limitByOperators, limitByType, type SupportCheck } from './engine-limit.ts';

/*
 * Limits of LiteRT.js 2.5.3, determined by running a model for each operator and each value type.
 */

/** Element types that its bindings accept as inputs and outputs. */
const valueTypes: ReadonlySet<string> = new Set(
  'float32 float64 float16 bool int8 uint8 int16 uint16 int32 uint32 int64 uint64'.split(' '),
);

/** Bundled custom operators. */
const customOperators: ReadonlySet<string> = new Set([
  'custom::AudioSpectrogram',
  'custom::Convolution2DTransposeBias',
  'custom::MaxPoolingWithArgmax2D',
  'custom::MaxUnpooling2D',
  'custom::Mfcc',
  'custom::NumericVerify',
  'custom::TFLite_Detection_PostProcess',
  'custom::odml.scaled_dot_product_attention',
]);

/** Built-in operators of the schema without a kernel, and StableHLO operators with one. */
const builtinsWithoutKernel: ReadonlySet<string> = new Set(['CALL', 'CONCAT_EMBEDDINGS', 'DELEGATE']);
const stablehloWithKernel: ReadonlySet<string> = new Set(
  'ADD MULTIPLY MAXIMUM AND MINIMUM SCATTER PAD REDUCE_WINDOW GATHER RNG_BIT_GENERATOR COMPOSITE SHIFT_LEFT'.split(' '),
);

export const checkLitert: SupportCheck = (facts) => {
  if ((facts.variableTensors ?? 0) > 0) return { reason: 'variable-tensors' };
  const output = findUnsizedOutput(facts);
  if (output) return { reason: 'output-size-unknown', output: output.name, shape: formatShape(output) };
  return limitByOperators(Object.keys(facts.operators).filter(isMissingInLitert)) ?? limitByType(facts, valueTypes);
};

/** Whether LiteRT.js has no kernel for an operator. */
export function isMissingInLitert(name: string): boolean {
  if (name.startsWith('custom::')) return !customOperators.has(name);
  return (
    builtinsWithoutKernel.has(name) ||
    (name.startsWith('STABLEHLO_') && !stablehloWithKernel.has(name.slice('STABLEHLO_'.length)))
  );
}
