import { expect, test } from 'vitest';
import { buildGraph } from './graphs.fixture.ts';
import { buildModuleTree, splitScopes, findScopeSeparator } from './module-tree.ts';

test('creates a module per name scope, and merges one that has a single child module', () => {
  const { nodes } = buildGraph({
    '/model/layers.0/mlp/up': [],
    '/model/layers.0/mlp/down': [],
    '/model/layers.0/add': [],
    head: [],
  });
  const { modules, moduleByNode } = buildModuleTree(nodes);
  expect(modules).toEqual([
    { name: '', parent: -1, size: 4 },
    { name: 'model/layers.0', parent: 0, size: 3 },
    { name: 'mlp', parent: 1, size: 2 },
  ]);
  expect([...moduleByNode]).toEqual([2, 2, 1, 0]);
});

test('removes a module with a single node', () => {
  const { modules, moduleByNode } = buildModuleTree(buildGraph({ 'a/conv': [], 'b/conv': [], 'b/relu': [] }).nodes);
  expect(modules.map(({ name }) => name)).toEqual(['', 'b']);
  expect([...moduleByNode]).toEqual([0, 1, 1]);
});

test.each([
  [['/model.0/conv/Conv', '/model.0/act/Mul'], '/'],
  [['model.layers.0.attn.MatMul', 'model.layers.0.add'], '.'],
  [['Conv_0', 'Relu_1', ''], null],
  [['', ''], null],
])('finds that %j separate scopes by %j', (names, separator) => {
  expect(findScopeSeparator(names)).toBe(separator);
});

test('splits the scopes of a name, without its last part', () => {
  expect(splitScopes('/model.0/conv/Conv', '/')).toEqual(['model.0', 'conv']);
  expect(splitScopes('Conv_0', null)).toEqual([]);
});
