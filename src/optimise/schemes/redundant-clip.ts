import { isStandard } from '../nodes.ts';
import type { Rewriter } from '../rewriter.ts';

/** The values that a quantised type can represent. */
export interface RepresentableRange {
  readonly min: number;
  readonly max: number;
  /** The difference between neighbouring values. */
  readonly scale: number;
}

/**
 * Removes the Relu or Clip that computes a value if its only consumer, a QuantizeLinear, clips at least as much, up to
 * rounding. onnxruntime.quantization does the same. Without this, onnxruntime 1.30 fuses the operators around such a
 * Clip into an invalid graph, for example in MobileNetV2; 1.32 does not.
 */
export async function removeRedundantClip(graph: Rewriter, value: string, range: RepresentableRange): Promise<void> {
  const node = graph.findProducer(value);
  const [input = '', ...limits] = node?.inputs ?? [];
  if (!node || !isStandard(node) || !['Relu', 'Clip'].includes(node.opType) || !graph.findOnlyConsumer(value)) return;
  const readLimit = async (index: number, missing: number) => {
    const name = limits[index] ?? '';
    if (name === '') return missing;
    return (await graph.readNumbers(name, 'float32'))?.[0] ?? Number.NaN;
  };
  const [min, max] =
    node.opType === 'Relu' ? [0, Infinity] : [await readLimit(0, -Infinity), await readLimit(1, Infinity)];
  // A computed limit is NaN, for which both comparisons are false.
  const { scale } = range;
  if (range.min >= min - scale / 2 && range.max <= max + scale / 2) graph.eliminate(node, input, value);
}
