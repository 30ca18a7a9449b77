import { JsonReader } from '#core/encoding/json-reader.ts';
import { AppError } from '#core/errors/error.ts';
import type { OnnxModel } from '#formats/onnx/onnx-model.ts';
import { countStoredBytes } from '#formats/onnx/stored-tensors.ts';
import { encodeOnnx } from '#formats/onnx/write-onnx.ts';
import type { FileParts } from '#formats/file-parts.ts';
import { copyModel } from './copy-model.ts';
import { isStandard } from './nodes.ts';
import { getDisplayName } from './schemes/node-selection.ts';
import { runSteps } from './run-steps.ts';
import type { Scheme, StepContext, StepOptions } from './optimisation-step.ts';

/** The effect of a scheme on the outputs of a model if it rewrites only one node. */
export interface NodeSensitivity {
  /** The name of the node in `excludedNodes`. */
  readonly node: string;
  readonly operator: string;
  /** The lowest SQNR of any output of the model, in decibels. */
  readonly sqnrDb: number;
  /** The bytes of its stored operands divided by those of the whole model, 0 to 1. */
  readonly sizeFraction: number;
}

/** A scheme with its options and context. */
export interface SchemeTrial {
  readonly scheme: Scheme;
  readonly options: StepOptions;
  readonly context: StepContext;
}

/**
 * Measures the sensitivity of each node by applying a scheme to that node alone.
 * @param model after the passes that precede the scheme; not changed
 * @param measureSqnrDb measures the lowest SQNR of any output of a variant of the model, in decibels
 * @returns the nodes that the scheme rewrites, the most sensitive first
 * @throws any error of `runSteps` and `measureSqnrDb` | the reason of an aborted signal
 */
export async function measureNodeSensitivities(
  model: OnnxModel,
  trial: SchemeTrial,
  measureSqnrDb: (variant: FileParts) => Promise<number>,
): Promise<readonly NodeSensitivity[]> {
  const candidates = listCandidateNodes(model, trial);
  const names = [...candidates.keys()];
  const alwaysExcluded = readExcludedNodes(trial.options);
  const sensitivities: NodeSensitivity[] = [];
  for (const [index, node] of names.entries()) {
    trial.context.signal?.throwIfAborted();
    const otherNames = names.filter((name) => name !== node);
    const variant = await applyScheme(model, trial, [...alwaysExcluded, ...otherNames]);
    if (variant) sensitivities.push({ node, ...candidates.get(node)!, sqnrDb: await measureSqnrDb(variant) });
    trial.context.onProgress?.((index + 1) / names.length);
  }
  return sensitivities.toSorted((a, b) => a.sqnrDb - b.sqnrDb);
}

/**
 * Finds the minimum number of most sensitive nodes to exclude so that a goal is met, by binary search. Excluding more
 * nodes is assumed not to make the result worse.
 * @param ranked the result of `measureNodeSensitivities`
 * @param minSqnrDb the target SQNR, from which the first number to try is estimated
 * @param meetsGoal whether the goal is met with these nodes excluded
 * @returns the excluded nodes; all of them if no smaller number meets the goal
 */
export async function minimiseExcluded(
  ranked: readonly NodeSensitivity[],
  minSqnrDb: number,
  meetsGoal: (excluded: readonly string[]) => Promise<boolean>,
): Promise<readonly string[]> {
  const takeNodes = (count: number) => ranked.slice(0, count).map(({ node }) => node);
  let [failing, passing] = [-1, ranked.length];
  let count = Math.min(estimateExcludedCount(ranked, minSqnrDb), Math.max(0, ranked.length - 1));
  while (passing - failing > 1) {
    if (await meetsGoal(takeNodes(count))) passing = count;
    else failing = count;
    count = Math.floor((failing + passing) / 2);
  }
  return takeNodes(passing);
}

/** Estimates how many nodes to exclude, assuming that the noise powers of the others add up. */
function estimateExcludedCount(ranked: readonly NodeSensitivity[], minSqnrDb: number): number {
  const powers = ranked.map(({ sqnrDb }) => Math.min(10 ** (-sqnrDb / 10), Number.MAX_VALUE / ranked.length));
  let total = powers.reduce((sum, power) => sum + power, 0);
  const limit = 10 ** (-minSqnrDb / 10);
  let count = 0;
  while (count < powers.length && total > limit) total -= powers[count++]!;
  return count;
}

/** Applies a scheme to a copy of a model. Returns `null` if the scheme rewrites nothing. */
export async function applyScheme(
  model: OnnxModel,
  { scheme, options, context }: SchemeTrial,
  excludedNodes: readonly string[],
): Promise<FileParts | null> {
  const variant = copyModel(model);
  const step = scheme.configure(new JsonReader({ ...options, excludedNodes }, createFieldError));
  const { onProgress: _, ...rest } = context;
  const [outcome] = await runSteps(variant, [step], rest);
  return outcome?.code === 'rewritten' ? encodeOnnx(variant) : null;
}

/** Lists the nodes that the scheme is configured to rewrite, by the name that excludes them. */
function listCandidateNodes({ graph }: OnnxModel, { scheme, options }: SchemeTrial) {
  const step = scheme.configure(new JsonReader(options, createFieldError));
  const { operators } = step.options as { readonly operators?: readonly string[] };
  const excluded = readExcludedNodes(options);
  const bytes = new Map(graph?.initializers.map((tensor) => [tensor.name, countStoredBytes(tensor)]));
  const totalBytes = [...bytes.values()].reduce((sum, size) => sum + size, 0) || 1;
  const candidates = new Map<string, { readonly operator: string; readonly sizeFraction: number }>();
  for (const node of graph?.nodes ?? []) {
    const name = getDisplayName(node);
    if (!isStandard(node) || !operators?.includes(node.opType) || excluded.includes(name)) continue;
    const nodeBytes = node.inputs.reduce((sum, input) => sum + (bytes.get(input) ?? 0), 0);
    const before = candidates.get(name)?.sizeFraction ?? 0;
    candidates.set(name, { operator: node.opType, sizeFraction: before + nodeBytes / totalBytes });
  }
  return candidates;
}

/** Returns the names of the nodes that the options exclude. */
export function readExcludedNodes({ excludedNodes }: StepOptions): readonly string[] {
  return Array.isArray(excludedNodes) ? excludedNodes.filter((name) => typeof name === 'string') : [];
}

function createFieldError(field: string): AppError {
  return new AppError('recipe-invalid', { reason: 'field-invalid', field });
}
