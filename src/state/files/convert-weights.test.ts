import { expect, test, vi } from 'vitest';
import { areWeights, convertWeights } from './convert-weights.ts';

const { inspectForOptimising, runRecipe } = vi.hoisted(() => ({ inspectForOptimising: vi.fn(), runRecipe: vi.fn() }));
vi.mock('#bridge/optimise-handle.ts', () => ({ inspectForOptimising, runRecipe }));

function makeFile(path: string): File {
  const file = new File([], path.split('/').at(-1)!);
  return Object.assign(file, { webkitRelativePath: path });
}

test('files count as weights only if they contain safetensors and no ONNX graph', () => {
  const weights = makeFile('model/model.safetensors');
  expect(areWeights([weights, makeFile('model/config.json')])).toBe(true);
  expect(areWeights([weights, makeFile('model/onnx/model.onnx')])).toBe(false);
});

test('weights are converted with the files of their folder, and other files are returned unchanged', async () => {
  const [config, pooling] = [makeFile('model/config.json'), makeFile('model/1_Pooling/config.json')];
  const weights = makeFile('model/model.safetensors');
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
