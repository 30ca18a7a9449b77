import { isStandard } from '../nodes.ts';
import type { Rewriter } from '../rewriter.ts';

/** The values that a quantised type can represent. */
export interface RepresentableRange {
  readonly lowest: number;
  readonly highest: number;
  /** The difference between neighbouring values. */
  readonly scale: number;
}

/**
 * Removes the Relu or Clip that computes a value if only a QuantizeLinear reads it, which clips at least as much, up to
 * its rounding. onnxruntime.quantization does the same. Otherwise onnxruntime 1.30 joins the operators around such a
 * Clip to a graph that is not valid, for example in MobileNetV2; 1.32 does not.
 */
export async function removeRedundantClip(
  graph: Rewriter,
  value: string,
  { lowest, highest, scale }: RepresentableRange,
): Promise<void> {
  const node = graph.findProducer(value);
  const [input = '', ...limits] = node?.inputs ?? [];
  if (!node || !isStandard(node) || !['Relu', 'Clip'].includes(node.opType) || !graph.findOnlyConsumer(value)) return;
  const limit = async (index: number, missing: number) => {
    const name = limits[index] ?? '';
    if (name === '') return missing;
    return (await graph.readNumbers(name, 'float32'))?.[0] ?? Number.NaN;
  };
  const [min, max] = node.opType === 'Relu' ? [0, Infinity] : [await limit(0, -Infinity), await limit(1, Infinity)];
  // The comparisons are false if a limit is computed.
  if (lowest >= min - scale / 2 && highest <= max + scale / 2) graph.eliminate(node, input, value);
}
