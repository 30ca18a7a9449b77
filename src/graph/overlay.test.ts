import { expect, test } from 'vitest';
import type { ModelGraph } from './model-graph.ts';
import { aggregateByModule, createStaticOverlays, indexByName } from './overlay.ts';

const graph: ModelGraph = {
  nodes: [
    { name: 'conv', operator: 'Conv', scope: [], inputs: [0, 1, 2], outputs: [3], flops: 200, activationBytes: 80 },
    { name: 'odd', operator: 'Odd', scope: [], inputs: [3], outputs: [4], flops: null, activationBytes: null },
  ],
  values: [
    { name: 'x', dtype: 'float32', shape: [10], constant: null },
    { name: 'w', dtype: 'int8', shape: [40], constant: { parameters: 40, bytes: 40 } },
    { name: 'scale', dtype: 'float32', shape: [2], constant: { parameters: 2, bytes: 8 } },
    { name: 'y', dtype: 'float32', shape: [10], constant: null },
    { name: 'z', dtype: 'float32', shape: null, constant: null },
  ],
  inputs: [0],
  outputs: [4],
};

test('computes operations, bytes, parameters and weight types from the graph', () => {
  expect(createStaticOverlays(graph)).toEqual([
    { kind: 'number', id: 'flops', values: [200, null] },
    { kind: 'number', id: 'bytes', values: [128, null] },
    { kind: 'number', id: 'parameters', values: [42, 0] },
    { kind: 'category', id: 'quantisation', values: ['int8', null] },
  ]);
});

test('joins measurements by name, and reports names that are missing or not unique', () => {
  const measured = new Map([
    ['conv', 1.5],
    ['twice', 2],
    ['fused', 3],
  ]);
  const nodes = [{ name: 'conv' }, { name: 'twice' }, { name: 'twice' }, { name: '' }];
  expect(indexByName(nodes, measured)).toEqual({ values: [1.5, null, null, null], unmatched: ['twice', 'fused'] });
});

// Three nested modules, the first of which is the whole graph.
const tree = {
  modules: [
    { name: '', parent: -1, size: 3 },
    { name: 'a', parent: 0, size: 2 },
    { name: 'b', parent: 1, size: 1 },
  ],
  moduleByNode: Int32Array.of(0, 1, 2),
};

test('aggregates the known values of a module by their sum or minimum', () => {
  expect(aggregateByModule({ kind: 'number', id: 'flops', values: [1, null, 3] }, tree)).toEqual([4, 3, 3]);
  expect(aggregateByModule({ kind: 'number', id: 'error', values: [1, 5, 3] }, tree)).toEqual([1, 3, 3]);
  expect(aggregateByModule({ kind: 'number', id: 'flops', values: [null, null, null] }, tree)).toEqual([
    null,
    null,
    null,
  ]);
});

test('gives a module the common category of its nodes', () => {
  expect(aggregateByModule({ kind: 'category', id: 'quantisation', values: ['int8', null, 'float32'] }, tree)).toEqual([
    null,
    'float32',
    'float32',
  ]);
});
