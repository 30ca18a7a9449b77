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
const findModule = (name: string) => tree.modules.findIndex((module) => module.name === name);
const listTitles = (boxes: readonly SceneBox[]) =>
  boxes.map(({ kind, title, lines }) => (kind === 'node' ? lines[0] : title));

test('draws a collapsed module as one box and merges its edges', () => {
  const { boxes, edges, boxByNode } = drawScene(graph, tree, new Set());
  expect(listTitles(boxes)).toEqual(['start', 'a', 'b', 'end']);
  expect([...boxByNode].map((box) => listTitles(boxes)[box])).toEqual(['start', 'a', 'a', 'b', 'b', 'b', 'end']);
  expect(edges.map(({ from, to }) => `${listTitles(boxes)[from]} ${listTitles(boxes)[to]}`).toSorted()).toEqual([
    'a b',
    'a end',
    'b end',
    'start a',
    'start b',
  ]);
});

test('draws the boxes of an expanded module inside it, with edges across its border', () => {
  const { boxes, edges } = drawScene(graph, tree, new Set([findModule('b')]));
  const find = (title: string) => boxes.findIndex((_, index) => listTitles(boxes)[index] === title);
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

test('hides an expanded module inside a collapsed one', () => {
  const { boxes } = drawScene(graph, tree, new Set([findModule('inner')]));
  expect(listTitles(boxes)).not.toContain('inner');
});

test('draws a cycle between two collapsed modules', () => {
  const cyclic = buildGraph({ 'a/x': [], 'b/x': ['a/x'], 'a/y': ['b/x'], 'b/y': ['a/y'] });
  const { boxes, edges } = drawScene(cyclic, buildModuleTree(cyclic.nodes), new Set());
  expect([boxes.length, edges.length]).toEqual([2, 2]);
});
