import { expect, test, vi } from 'vitest';
import { frameworkMatrices, listFrameworkMeasurements } from './measured-frameworks.ts';

const result = (engine: string, validity: string, value: number, unit: string) => ({
  kind: unit === 'ms' ? 'tensor' : 'text',
  engine,
  validity,
  cells: [{ name: 'cell', value, unit }],
});

vi.mock('#records/result-records.ts', () => ({
  listSummaries: async () => [
    result('ort', 'valid', 12, 'ms'),
    result('ort', 'indicative', 9, 'ms'),
    result('ort', 'invalid', 1, 'ms'),
    result('wllama', 'valid', 30, 'tokens/s'),
    { kind: 'device', machine: 'x', gflops: 3 },
  ],
}));

test('each framework has the valid results of its engines, or null without results', async () => {
  expect(await listFrameworkMeasurements()).toEqual({
    olive: { results: 2, fastestMs: 9, tokensPerS: null },
    'llama-cpp': { results: 1, fastestMs: null, tokensPerS: 30 },
    openvino: null,
    mlx: null,
  });
});

test('the matrices have the rows of the guide, each with every framework', () => {
  const { frameworkIds, requirements, useCaseIds, platforms, workflows } = frameworkMatrices;
  expect(Object.keys(requirements)).toHaveLength(6);
  expect(useCaseIds).toHaveLength(2);
  expect(Object.keys(platforms)).toHaveLength(6);
  for (const ranked of Object.values(workflows)) expect([...ranked].sort()).toEqual([...frameworkIds].sort());
});
