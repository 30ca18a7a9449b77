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

/** What a scheme does to the outputs of a model if it rewrites one node only. */
export interface NodeSensitivity {
  /** The name of the node in `excludedNodes`. */
  readonly node: string;
  readonly operator: string;
  /** The least signal to quantisation noise of any output of the model, in decibels. */
  readonly sqnrDb: number;
  /** The bytes of its stored operands as a fraction of the whole model's, from 0 to 1. */
  readonly sizeFraction: number;
}

/** A scheme with its options and context. */
export interface SchemeTrial {
  readonly scheme: Scheme;
  readonly options: StepOptions;
  readonly context: StepContext;
}

/**
 * Tries a scheme on each node alone.
 * @param model Cleaned as the scheme will find it; not changed.
 * @param sqnrDb the least signal to quantisation noise of any output of a variant of the model
 * @returns the most sensitive node first; without nodes that the scheme does not rewrite
 * @throws AppError what `runSteps` and `sqnrDb` throw | the reason of an aborted signal
 */
export async function measureNodeSensitivities(
  model: OnnxModel,
  trial: SchemeTrial,
  sqnrDb: (variant: FileParts) => Promise<number>,
): Promise<readonly NodeSensitivity[]> {
  const candidates = listCandidateNodes(model, trial);
  const names = [...candidates.keys()];
  const givenExcluded = readExcludedNodes(trial.options);
  const sensitivities: NodeSensitivity[] = [];
  for (const [index, node] of names.entries()) {
    trial.context.signal?.throwIfAborted();
    const otherNames = names.filter((name) => name !== node);
    const variant = await rewrite(model, trial, [...givenExcluded, ...otherNames]);
    if (variant) sensitivities.push({ node, ...candidates.get(node)!, sqnrDb: await sqnrDb(variant) });
    trial.context.onProgress?.((index + 1) / names.length);
  }
  return sensitivities.toSorted((a, b) => a.sqnrDb - b.sqnrDb);
}

/**
 * Finds the fewest of the most sensitive nodes that have to be excluded for a goal to hold, by halving the range of
 * their number; more nodes excluded are assumed not to make it worse.
 * @param ranked as `nodeSensitivities` returns them
 * @param minSqnrDb from which the first number to try is estimated: the noise of the nodes adds up
 * @param holds whether the goal holds with these nodes excluded
 * @returns the excluded nodes: all of them if the goal holds in no other way
 */
export async function minimiseExcluded(
  ranked: readonly NodeSensitivity[],
  minSqnrDb: number,
  holds: (excluded: readonly string[]) => Promise<boolean>,
): Promise<readonly string[]> {
  const takeNodes = (count: number) => ranked.slice(0, count).map(({ node }) => node);
  let [fails, succeeds] = [-1, ranked.length];
  let count = Math.min(estimateCount(ranked, minSqnrDb), Math.max(0, ranked.length - 1));
  while (succeeds - fails > 1) {
    if (await holds(takeNodes(count))) succeeds = count;
    else fails = count;
    count = Math.floor((fails + succeeds) / 2);
  }
  return takeNodes(succeeds);
}

/** How many have to be excluded if the noise powers of the others add up. */
function estimateCount(ranked: readonly NodeSensitivity[], minSqnrDb: number): number {
  const powers = ranked.map(({ sqnrDb }) => Math.min(10 ** (-sqnrDb / 10), Number.MAX_VALUE / ranked.length));
  let total = powers.reduce((sum, power) => sum + power, 0);
  const limit = 10 ** (-minSqnrDb / 10);
  let count = 0;
  while (count < powers.length && total > limit) total -= powers[count++]!;
  return count;
}

/** The model after the scheme; `null` if it does not rewrite it. The model itself is not changed. */
export async function rewrite(
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

/** Nodes that the scheme is configured to rewrite, by the name that excludes them. */
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

/** The nodes that options exclude. */
export function readExcludedNodes({ excludedNodes }: StepOptions): readonly string[] {
  return Array.isArray(excludedNodes) ? excludedNodes.filter((name) => typeof name === 'string') : [];
}

function createFieldError(field: string): AppError {
  return new AppError('recipe-invalid', { reason: 'field-invalid', field });
}
