import { message, type OnnxModel } from '#formats/onnx/model.ts';
import type { Pass, PassOutcome } from './pass.ts';
import { Rewriter } from './rewriter.ts';

/**
 * Runs the passes over the model's graph in order.
 * @param model Changed in place.
 * @returns the outcome of each
 * @throws AppError model-corrupt if a stored tensor is damaged; the model is then invalid
 */
export async function runPasses(model: OnnxModel, passes: readonly Pass[]): Promise<readonly PassOutcome[]> {
  const outcomes: PassOutcome[] = [];
  model.graph ??= message('Graph');
  for (const pass of passes) {
    const graph = new Rewriter(model.graph);
    outcomes.push(await pass.apply(graph));
    graph.commit();
  }
  return outcomes;
}

const encoder = new TextEncoder();

/**
 * Whether a pass may apply to an encoded model, by searching for operator names, which is much faster than reading the
 * model.
 */
export function canApply({ operators }: Pass, encoded: Uint8Array): boolean {
  return operators.some((operator) => includesBytes(encoded, encoder.encode(operator)));
}

function includesBytes(bytes: Uint8Array, pattern: Uint8Array): boolean {
  const [first = 0] = pattern;
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1))
    if (pattern.every((byte, offset) => bytes[at + offset] === byte)) return true;
  return false;
}
