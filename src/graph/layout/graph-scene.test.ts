import { expect, test } from 'vitest';
import { buildGraph } from '../graphs.fixture.ts';
import { buildModuleTree } from '../module-tree.ts';
import { drawScene, type SceneBox } from './graph-scene.ts';

const graph = buildGraph({
  start: [],
  'a/conv': ['start'],
  'a/relu': ['a/conv'],
  'b/inner/conv': ['a/relu'],
  'b/inner/relu': ['b/inner/conv'],
  'b/add': ['b/inner/relu', 'start'],
  end: ['b/add', 'a/relu'],
});
const tree = buildModuleTree(graph.nodes);
const moduleNamed = (name: string) => tree.modules.findIndex((module) => module.name === name);
const titles = (boxes: readonly SceneBox[]) =>
  boxes.map(({ kind, title, lines }) => (kind === 'node' ? lines[0] : title));

test('collapsed modules stand for their nodes, and their edges are merged', () => {
  const { boxes, edges, boxOfNode } = drawScene(graph, tree, new Set());
  expect(titles(boxes)).toEqual(['start', 'a', 'b', 'end']);
  expect([...boxOfNode].map((box) => titles(boxes)[box])).toEqual(['start', 'a', 'a', 'b', 'b', 'b', 'end']);
  expect(edges.map(({ from, to }) => `${titles(boxes)[from]} ${titles(boxes)[to]}`).toSorted()).toEqual([
    'a b',
    'a end',
    'b end',
    'start a',
    'start b',
  ]);
});

test('an expanded module contains its boxes, and edges cross its border', () => {
  const { boxes, edges } = drawScene(graph, tree, new Set([moduleNamed('b')]));
  const find = (title: string) => boxes.findIndex((_, index) => titles(boxes)[index] === title);
  const [outer, add] = [boxes[find('b')]!, boxes[find('add')]!];
  expect(outer.isOpen).toBe(true);
  expect(add.x).toBeGreaterThan(outer.x);
  expect(add.y + add.height).toBeLessThan(outer.y + outer.height);
  const within = edges.filter(({ to, from }) => to === find('add') || from === find('add'));
  // Edges from the inner module, from `start` through the border, and to `end` through the border.
  expect(within.map(({ from, to }) => [from, to]).toSorted()).toEqual(
    [
      [find('inner'), find('add')],
      [find('b'), find('add')],
      [find('add'), find('b')],
    ].toSorted(),
  );
});

test('an expanded module in a collapsed one is not shown', () => {
  const { boxes } = drawScene(graph, tree, new Set([moduleNamed('inner')]));
  expect(titles(boxes)).not.toContain('inner');
});

test('a cycle between two collapsed modules is drawn', () => {
  const cyclic = buildGraph({ 'a/x': [], 'b/x': ['a/x'], 'a/y': ['b/x'], 'b/y': ['a/y'] });
  const { boxes, edges } = drawScene(cyclic, buildModuleTree(cyclic.nodes), new Set());
  expect([boxes.length, edges.length]).toEqual([2, 2]);
});
