import { createCorruptModelError } from '#core/errors/corrupt-model-error.ts';
import { AppError } from '#core/errors/error.ts';
import type { OnnxModel } from '#formats/onnx/onnx-model.ts';
import { findGraphFault } from './graph-fault.ts';
import { orderNodes } from './order-nodes.ts';
import { Rewriter } from './rewriter.ts';
import type { Step, StepContext, StepOutcome } from './optimisation-step.ts';

/**
 * Sorts the nodes of a model, runs steps in order, and validates the graph after each.
 * @param model changed in place; discard it if this throws
 * @returns the outcome of each step
 * @throws AppError model-corrupt if the graph is invalid or a stored tensor is damaged | internal if a step made the
 *   graph invalid | the reason of an aborted `context.signal`
 */
export async function runSteps(
  model: OnnxModel,
  steps: readonly Step[],
  context: StepContext = {},
): Promise<readonly StepOutcome[]> {
  orderNodes(model);
  const initialFault = findGraphFault(model);
  if (initialFault?.reason === 'nodes-unordered')
    throw createCorruptModelError('onnx', { reason: 'graph-cycle', value: initialFault.value });
  if (initialFault) throw createCorruptModelError('onnx', initialFault, 0);
  const outcomes: StepOutcome[] = [];
  for (const step of steps) {
    context.signal?.throwIfAborted();
    const graph = new Rewriter(model);
    const outcome = await step.apply(graph, context);
    outcomes.push(outcome);
    if (outcome.code !== 'rewritten') continue;
    graph.commit();
    const fault = findGraphFault(model);
    if (fault) throw new AppError('internal', { why: `${step.id}: ${JSON.stringify(fault)}` });
  }
  return outcomes;
}

const encoder = new TextEncoder();

/** Whether an encoded model contains the name of one of these operators. Much faster than parsing the model. */
export function mentionsAny(operators: readonly string[], encoded: Uint8Array): boolean {
  return operators.some((operator) => includesBytes(encoded, encoder.encode(operator)));
}

function includesBytes(bytes: Uint8Array, pattern: Uint8Array): boolean {
  const [first = 0] = pattern;
  for (let index = bytes.indexOf(first); index >= 0; index = bytes.indexOf(first, index + 1))
    if (pattern.every((byte, offset) => bytes[index + offset] === byte)) return true;
  return false;
}
