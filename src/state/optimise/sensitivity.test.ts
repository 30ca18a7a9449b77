import { afterEach, expect, test, vi } from 'vitest';
import type { GraphOutline } from '#bridge/graph-contract.ts';
import { flushPromises } from '../fakes/calls.fixture.ts';
import { sensitivityRuns } from '../fakes/optimise-handle.fixture.ts';
import { Sensitivity } from './sensitivity.svelte.ts';

vi.mock('#bridge/optimise-handle.ts', () => import('../fakes/optimise-handle.fixture.ts'));
const { closed } = vi.hoisted(() => ({ closed: vi.fn() }));
vi.mock('#bridge/graph-handle.ts', () => ({
  GraphHandle: class {
    open = async () => outline;
    draw = async () => null;
    close = closed;
  },
}));

const matMul = { operator: 'MatMul', fingerprint: '' };
const outline: GraphOutline = {
  name: 'model.onnx',
  // The second node has no name, so its output identifies it.
  nodes: [
    { name: 'a', ...matMul },
    { name: '', output: 'b', ...matMul },
    { name: 'c', ...matMul },
  ],
  modules: [{ name: '', parent: -1, depth: 0, nodeCount: 3 }] as unknown as GraphOutline['modules'],
  moduleByNode: new Int32Array(3),
  overlays: [],
};

const sensitivity = new Sensitivity();
afterEach(() => sensitivity.reset());

test('sensitive nodes are marked on the graph, and excluded and included there', async () => {
  const request = {
    subject: { kind: 'model', id: 'digits' },
    scheme: 'weight-only',
    options: {},
    dimensions: {},
  } as const;
  void sensitivity.find({ ...request, calibration: null });
  const sensitiveNodes = ['a', 'b'].map((node) => ({ node, operator: 'MatMul', sqnrDb: 9, sizeFraction: 0.5 }));
  sensitivityRuns[0]!.answer({ nodes: sensitiveNodes, toExclude: ['b'] });
  await flushPromises();
  expect(sensitivity.overlay.values).toEqual([]);
  await sensitivity.showGraph({ kind: 'model', id: 'digits' });
  expect(sensitivity.overlay.values).toEqual(['changed', 'excluded', null]);
  for (const index of [0, 1, 2, null]) sensitivity.toggleInGraph(index);
  expect(sensitivity.excluded).toEqual(['a']);
  expect(sensitivity.overlay.values).toEqual(['excluded', 'changed', null]);
  sensitivity.reset();
  expect([sensitivity.graph, closed.mock.calls.length]).toEqual([null, 1]);
});
