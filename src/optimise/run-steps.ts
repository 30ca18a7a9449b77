import { createCorruptModelError } from '#core/errors/corrupt-model-error.ts';
import { AppError } from '#core/errors/error.ts';
import type { OnnxModel } from '#formats/onnx/onnx-model.ts';
import { findGraphFault } from './graph-fault.ts';
import { orderNodes } from './order-nodes.ts';
import { Rewriter } from './rewriter.ts';
import type { Step, StepContext, StepOutcome } from './optimisation-step.ts';

/**
 * Runs steps over the model's graph in order, and checks the graph after each. Nodes in the wrong order are sorted before.
 * @param model Changed in place by the steps that rewrite, and if its nodes are not ordered.
 * @param context what the steps may use
 * @returns the outcome of each
 * @throws AppError model-corrupt if the graph is invalid or a stored tensor is damaged, internal if a step made the graph invalid; the reason of
 *   an aborted `context.signal`. The model must then not be used
 */
export async function runSteps(
  model: OnnxModel,
  steps: readonly Step[],
  context: StepContext = {},
): Promise<readonly StepOutcome[]> {
  orderNodes(model);
  const damage = findGraphFault(model);
  if (damage?.reason === 'nodes-unordered')
    throw createCorruptModelError('onnx', { reason: 'graph-cycle', value: damage.value });
  if (damage) throw createCorruptModelError('onnx', damage, 0);
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

/** Whether an encoded model has one of these operators, by searching for their names: much faster than reading it. */
export function mentionsAny(operators: readonly string[], encoded: Uint8Array): boolean {
  return operators.some((operator) => includesBytes(encoded, encoder.encode(operator)));
}

function includesBytes(bytes: Uint8Array, pattern: Uint8Array): boolean {
  const [first = 0] = pattern;
  for (let index = bytes.indexOf(first); index >= 0; index = bytes.indexOf(first, index + 1))
    if (pattern.every((byte, offset) => bytes[index + offset] === byte)) return true;
  return false;
}
