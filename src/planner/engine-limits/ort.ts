import { firstOpset, lastOpset } from './ort-operators.ts';
import { formatOperators, limitByOperators, limitByType, type SupportCheck } from './engine-limit.ts';

/*
 * Limits of onnxruntime-web 1.30.0, all builds. Determined by opening a model of each version and operator, and every
 * test model of the Python package onnx 1.23.2. Only kernels missing for every type are listed.
 */

const maxIrVersion = 13;

/** The newest opset with kernels, by domain. */
const maxOpsets: Readonly<Record<string, number>> = { 'ai.onnx': 26, 'ai.onnx.ml': 5, 'com.microsoft': 1 };

/** Standard operators without a kernel from this opset on. */
const missingFromOpset: Readonly<Record<string, number>> = {
  ImageDecoder: 20,
  Bernoulli: 22,
  Multinomial: 22,
  RandomNormal: 22,
  RandomNormalLike: 22,
  RandomUniform: 22,
  RandomUniformLike: 22,
  RoiAlign: 22,
};

/** Operators that opset 7 redefined. There are no kernels for the earlier definitions. */
const redefiningOpset = 7;
const redefinedOperators: readonly string[] = (
  'Add And AveragePool BatchNormalization Div Dropout Equal GRU Gemm Greater LSTM Less Mul Or PRelu Pow RNN Sub ' +
  'Upsample Xor'
).split(' ');

/** Operators with bfloat16 kernels. They only copy or convert values; no kernel computes in bfloat16. */
const bfloat16Operators: ReadonlySet<string> = new Set(
  'Cast CastLike Clip Concat Flatten Gather Identity IsInf IsNaN Reshape Shape Slice Split Squeeze Transpose Unsqueeze'.split(
    ' ',
  ),
);

/** Supported element types of inputs and outputs; maps, sequences and optional values are not supported. */
const valueTypes: ReadonlySet<string> = new Set(
  'float32 float64 float16 bool string int8 uint8 int16 uint16 int32 uint32 int64 uint64'.split(' '),
);

export const checkOrt: SupportCheck = (facts) => {
  const { formatVersion, opsets, operators, localFunctions = [], bfloat16Users = [] } = facts;
  if (Number(formatVersion) > maxIrVersion)
    return { reason: 'format-version', version: Number(formatVersion), max: maxIrVersion };
  const opset = opsets['ai.onnx'] ?? 0;
  for (const [domain, max] of Object.entries(maxOpsets)) {
    const version = opsets[domain] ?? 0;
    if (version > max) return { reason: 'opset-too-new', domain, version, max };
  }
  const usedOperators = Object.keys(operators).filter((name) => !localFunctions.includes(name));
  const missing = usedOperators.filter((name) => isMissing(name, opset));
  const min = Math.max(0, ...usedOperators.map((name) => findMinOpset(name)));
  const outdated = usedOperators.filter((name) => findMinOpset(name) > opset);
  if (missing.length === 0 && outdated.length > 0)
    return { reason: 'opset-too-old', version: opset, min, operators: formatOperators(outdated) };
  const bfloat16 = bfloat16Users.filter((name) => !bfloat16Operators.has(name) && !localFunctions.includes(name));
  if (bfloat16.length > 0) return { reason: 'bfloat16', operators: formatOperators(bfloat16) };
  return limitByOperators(missing) ?? limitByType(facts, valueTypes);
};

/** Whether an operator has no kernel. Operators of other domains are named `domain::type`. */
function isMissing(name: string, opset: number): boolean {
  const [domain = '', type] = name.split('::');
  if (type !== undefined) return !Object.hasOwn(maxOpsets, domain) && domain !== 'com.ms.internal.nhwc';
  if (!firstOpset.has(name) || opset > (lastOpset.get(name) ?? Infinity)) return true;
  return Object.hasOwn(missingFromOpset, name) && opset >= missingFromOpset[name]!;
}

/** Returns the first opset with a kernel for a standard operator. */
function findMinOpset(name: string): number {
  return Math.max(redefinedOperators.includes(name) ? redefiningOpset : 0, firstOpset.get(name) ?? 0);
}
