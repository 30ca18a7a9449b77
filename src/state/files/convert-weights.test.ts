import { expect, test, vi } from 'vitest';
import { areWeightsWithoutGraph, convertWeights } from './convert-weights.ts';

const { inspectForOptimising, runRecipe } = vi.hoisted(() => ({ inspectForOptimising: vi.fn(), runRecipe: vi.fn() }));
vi.mock('#bridge/optimise-handle.ts', () => ({ inspectForOptimising, runRecipe }));

function createFile(path: string): File {
  const file = new File([], path.split('/').at(-1)!);
  return Object.assign(file, { webkitRelativePath: path });
}

test('files count as weights only if they contain safetensors and no ONNX graph', () => {
  const weights = createFile('model/model.safetensors');
  expect(areWeightsWithoutGraph([weights, createFile('model/config.json')])).toBe(true);
  expect(areWeightsWithoutGraph([weights, createFile('model/onnx/model.onnx')])).toBe(false);
});

test('weights are converted with the files of their folder, and other files are returned unchanged', async () => {
  const [config, pooling] = [createFile('model/config.json'), createFile('model/1_Pooling/config.json')];
  const weights = createFile('model/model.safetensors');
  const graph = new File([], 'model.onnx');
  inspectForOptimising.mockResolvedValue({ cleaning: '{}', sizes: {} });
  runRecipe.mockResolvedValue({ files: [graph, config] });
  const converted = await convertWeights([pooling, config, weights], { onFraction: () => {} });
  expect(inspectForOptimising).toHaveBeenCalledWith(
    { kind: 'files', files: [config, weights] },
    false,
    null,
    expect.anything(),
  );
  expect(converted).toEqual([graph, config, pooling]);
});
