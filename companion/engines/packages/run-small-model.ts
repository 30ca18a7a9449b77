import { AppError } from '#core/errors/error.ts';
import { graphBuilder } from '#formats/onnx/graph-builder.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';
import { modelIn, placeOnDisk } from '../model-on-disk.ts';
import type { NativeEngine } from '../native-engine.ts';

/** The packages that open ONNX by themselves, by the paths of their libraries. */
const onnxEngines: Readonly<Record<string, (path: string) => Promise<NativeEngine>>> = {
  ort: async (path) => (await import('../ort/index.ts')).openOrt(async () => path),
  openvino: async (path) => (await import('../openvino/index.ts')).openOpenvino(path),
};

/**
 * Runs a sum on the processor with an engine of ONNX; others are not tested further.
 * @throws AppError as the engine | engine-rejected if the result is wrong
 */
export async function runSmallModel(id: string, path: string): Promise<void> {
  const open = onnxEngines[id];
  if (!open) return;
  const graph = graphBuilder('sum');
  graph.node('Add', [graph.input('x', 'float32', [2]), graph.weights('w', [2], Float32Array.of(1, 2))], {}, 'y');
  graph.output('y', 'float32', [2]);
  const files = new Map([['sum.onnx', writeOnnx(graph.model(17))]]);
  const placed = await placeOnDisk({ id: 'sum', entry: 'sum.onnx', files });
  try {
    const engine = await open(path);
    const session = await engine.open(await modelIn(placed), { devices: ['cpu'], threads: 1 });
    const { y } = await session.run({ x: { dtype: 'float32', shape: [2], data: Float32Array.of(10, 20) } });
    const result = String(y?.data);
    if (result !== '11,22') throw new AppError('engine-rejected', { file: path, why: `11,22 ≠ ${result}` });
  } finally {
    await placed.remove();
  }
}
