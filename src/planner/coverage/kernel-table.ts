import type { NodeFacts } from '#core/model/model-facts.ts';
import type { CoverageReason } from './coverage.ts';

/**
 * The kernels of an operator from one opset up to the next row's, written by `scripts/coverage-tables/ort-kernels.ts`.
 */
interface KernelRow {
  /** The first input or output of each type constraint, such as `input 0`. */
  readonly typeConstraints: readonly string[];
  /** Type combinations with a kernel, listing the types of each constraint, such as `float32 float16, int64`. */
  readonly webgpu: readonly string[];
  readonly wasm: readonly string[];
  /** Inputs that the WebGPU kernel reads from host memory, and outputs that it writes to host memory. */
  readonly hostInputs?: readonly number[];
  readonly hostOutputs?: readonly number[];
}

export interface KernelTable {
  readonly engine: string;
  /** Rows by operator of the standard domain, then by the first opset of the row. */
  readonly operators: Readonly<Record<string, Readonly<Record<string, KernelRow>>>>;
  /** The types of the first input of each `com.microsoft` operator that has a WebGPU kernel. */
  readonly contrib: Readonly<Record<string, string>>;
}

type ExecutionProvider = 'webgpu' | 'wasm';
const contribPrefix = 'com.microsoft::';

/**
 * Whether an operator belongs to `ai.onnx.ml`, such as TreeEnsembleClassifier. Only the wasm build of onnxruntime-web
 * 1.30.0 registers these; its WebGPU builds reject a model that contains one ("No Op registered").
 */
export function isClassicalMl(operator: string): boolean {
  return operator.startsWith('ai.onnx.ml::');
}

/** Returns the row of an operator at an opset, or `null` if there is none. */
export function findRow({ operators }: KernelTable, operator: string, opset: number): KernelRow | null {
  if (!Object.hasOwn(operators, operator)) return null;
  const opsets = Object.keys(operators[operator]!).map(Number);
  const version = Math.max(...opsets.filter((since) => since <= opset));
  return operators[operator]![version] ?? null;
}

/** onnxruntime-web runs no node of a model with an older opset on the GPU (tested with every operator). */
const minGpuOpset = 7;

/** Returns why an execution provider has no kernel for a node, or `null` if it has one. */
export function findMissingKernelReason(
  table: KernelTable,
  { operator, values }: NodeFacts,
  provider: ExecutionProvider,
  opset: number,
): CoverageReason | null {
  if (provider === 'webgpu' && opset < minGpuOpset) return { code: 'opset', opset };
  if (isClassicalMl(operator)) return provider === 'wasm' ? null : { code: 'operator' };
  if (operator.startsWith(contribPrefix)) {
    if (provider === 'wasm') return null; // not tested
    const name = operator.slice(contribPrefix.length);
    if (!Object.hasOwn(table.contrib, name)) return { code: 'operator' };
    const types = table.contrib[name]!;
    const type = values?.inputs[0]?.dtype ?? 'unknown';
    return includesType(types, type) ? null : { code: 'type', port: 'input', index: 0, type };
  }
  const row = findRow(table, operator, opset);
  if (!row || row[provider].length === 0) {
    const otherOpsets = Object.values(table.operators[operator] ?? {});
    return otherOpsets.some((other) => other[provider].length > 0) ? { code: 'opset', opset } : { code: 'operator' };
  }
  if (row.typeConstraints.length === 0) return null; // the types of the operator are fixed
  const constraints = row.typeConstraints.map(parseTypeConstraint);
  const types = constraints.map(({ port, index }) => values?.[`${port}s`][index]?.dtype ?? 'unknown');
  const combinations = row[provider].map((combination) => combination.split(', '));
  if (combinations.some((combination) => combination.every((list, i) => includesType(list, types[i]!)))) return null;
  const unsupportedIndex = types.findIndex(
    (type, i) => !combinations.some((combination) => includesType(combination[i]!, type)),
  );
  const reportedIndex = Math.max(0, unsupportedIndex);
  return { code: 'type', ...constraints[reportedIndex]!, type: types[reportedIndex]! };
}

/** Whether a list of types includes a type. An unknown type is assumed to be supported. */
function includesType(types: string, type: string): boolean {
  return type === 'unknown' || types.split(' ').includes(type);
}

function parseTypeConstraint(text: string): { readonly port: 'input' | 'output'; readonly index: number } {
  const [port, index] = text.split(' ');
  return { port: port === 'output' ? 'output' : 'input', index: Number(index) };
}
