import { findConnections, type ModelGraph } from '../model-graph.ts';
import type { ModuleTree } from '../module-tree.ts';
import { describeNode, formatShape, measureText, formatValue, type BoxText } from './box-text.ts';
import type { Link, Size2 } from './box-layers.ts';
import { arrangeBoxes } from './layered-layout.ts';

/** A drawing of a graph with some of its modules open, in pixels at scale 1. */
export interface Scene {
  readonly width: number;
  readonly height: number;
  /** An open module precedes its contents. */
  readonly boxes: readonly SceneBox[];
  readonly edges: readonly SceneEdge[];
  /** The points of all edges, alternating x and y, as in `Placement.paths`. */
  readonly points: Float32Array<ArrayBuffer>;
  /** The box that represents each node: its own, or that of a closed module. */
  readonly boxByNode: Int32Array;
}

export interface SceneBox extends BoxText {
  readonly kind: 'node' | 'module' | 'input' | 'output';
  /** Index of the node, module or value. */
  readonly index: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Whether the contents of the module are shown. */
  readonly isOpen: boolean;
}

/** An edge in one module. An edge that crosses the border of the module ends at the module. */
export interface SceneEdge {
  readonly from: number;
  readonly to: number;
  /** The first value that the edge represents, and the number of values. */
  readonly value: number;
  readonly count: number;
  /** The shape of the value. */
  readonly label: string;
  /** The range of its points in `Scene.points`. */
  readonly start: number;
  readonly end: number;
}

/** Height above the contents of an open module, for its title. */
const header = 34;
const padding = 18;

/** Keys of the ends of edges at the border of their module. */
const entry = -1;
const exit = -2;

interface Level {
  /** Keys of the contents of the module, in the order of the graph. */
  readonly keys: Set<number>;
  readonly links: Map<string, { readonly from: number; readonly to: number; readonly value: number; count: number }>;
}

/**
 * Draws a graph. The contents of an open module are laid out separately and then placed as one box in the enclosing
 * module, so opening a module moves few other boxes.
 * @param open the open modules; those in a closed one are hidden
 */
export function drawScene(graph: ModelGraph, tree: ModuleTree, open: ReadonlySet<number>): Scene {
  const keys = new Keys(graph.nodes.length, tree.modules.length);
  const levels = buildLevels(graph, tree, open, keys);
  const drawing = new Drawing(graph, tree, keys, levels);
  return drawing.draw();
}

/** Numbers for nodes, modules, inputs and outputs. */
class Keys {
  readonly #nodes: number;
  readonly #modules: number;

  constructor(nodes: number, modules: number) {
    this.#nodes = nodes;
    this.#modules = modules;
  }

  getModuleKey(index: number): number {
    return this.#nodes + index;
  }

  getInputKey(value: number): number {
    return this.#nodes + this.#modules + 2 * value;
  }

  getOutputKey(value: number): number {
    return this.getInputKey(value) + 1;
  }

  read(key: number): Pick<SceneBox, 'kind' | 'index'> {
    if (key < this.#nodes) return { kind: 'node', index: key };
    if (key < this.#nodes + this.#modules) return { kind: 'module', index: key - this.#nodes };
    const endpoint = key - this.#nodes - this.#modules;
    return { kind: endpoint % 2 === 0 ? 'input' : 'output', index: Math.floor(endpoint / 2) };
  }
}

/** Builds the contents of each open module, by the index of the module. */
function buildLevels(graph: ModelGraph, tree: ModuleTree, open: ReadonlySet<number>, keys: Keys): Map<number, Level> {
  const { modules, moduleByNode } = tree;
  const depth = new Int32Array(modules.length);
  /** The outermost closed module among each module and its ancestors; -1 if all of them are open. */
  const closed = new Int32Array(modules.length).fill(-1);
  const levels = new Map<number, Level>();
  for (const [index, { parent }] of modules.entries()) {
    if (parent >= 0) {
      depth[index] = depth[parent]! + 1;
      closed[index] = closed[parent]! >= 0 ? closed[parent]! : open.has(index) ? -1 : index;
    }
    if (closed[index]! < 0) levels.set(index, { keys: new Set(), links: new Map() });
  }
  const findVisible = (module: number, key: number): { module: number; key: number } =>
    closed[module]! < 0
      ? { module, key }
      : { module: modules[closed[module]!]!.parent, key: keys.getModuleKey(closed[module]!) };
  const addLink = (module: number, from: number, to: number, value: number) => {
    const { links } = levels.get(module)!;
    const existingLink = links.get(`${from} ${to}`);
    if (existingLink) existingLink.count++;
    else links.set(`${from} ${to}`, { from, to, value, count: 1 });
  };
  /** Follows both ends outwards to the module that contains both. */
  const connect = (source: { module: number; key: number }, target: typeof source, value: number) => {
    let [a, b] = [source, target];
    while (a.module !== b.module) {
      const [depthA, depthB] = [depth[a.module]!, depth[b.module]!];
      if (depthA >= depthB) {
        addLink(a.module, a.key, exit, value);
        a = { module: modules[a.module]!.parent, key: keys.getModuleKey(a.module) };
      }
      if (depthB >= depthA) {
        addLink(b.module, entry, b.key, value);
        b = { module: modules[b.module]!.parent, key: keys.getModuleKey(b.module) };
      }
    }
    const isInsideClosed = a.key === b.key && a.key >= graph.nodes.length;
    if (!isInsideClosed) addLink(a.module, a.key, b.key, value);
  };
  const { producers, consumers } = findConnections(graph);
  for (const value of graph.inputs) levels.get(0)!.keys.add(keys.getInputKey(value));
  for (const node of graph.nodes.keys()) {
    const visible = findVisible(moduleByNode[node]!, node);
    levels.get(visible.module)!.keys.add(visible.key);
  }
  for (const value of graph.outputs) levels.get(0)!.keys.add(keys.getOutputKey(value));
  for (const module of levels.keys())
    if (module > 0) levels.get(modules[module]!.parent)!.keys.add(keys.getModuleKey(module));
  const inputEnds = new Map(graph.inputs.map((value) => [value, { module: 0, key: keys.getInputKey(value) }]));
  const outputs = new Set(graph.outputs);
  for (const [value, nodes] of consumers.entries()) {
    const producer = producers[value]!;
    const from = producer >= 0 ? findVisible(moduleByNode[producer]!, producer) : inputEnds.get(value);
    if (!from) continue;
    for (const node of nodes) connect(from, findVisible(moduleByNode[node]!, node), value);
    if (outputs.has(value)) connect(from, { module: 0, key: keys.getOutputKey(value) }, value);
  }
  return levels;
}

/** The layout of an open module. */
interface ModuleLayout extends Size2 {
  /** Distances from its left side at which edges enter and leave. */
  readonly entryX: number;
  readonly exitX: number;
  /** Adds the boxes and edges inside it to the scene; `self` is the index of its own box. */
  readonly draw: (x: number, y: number, self: number) => void;
}

class Drawing {
  readonly #graph: ModelGraph;
  readonly #tree: ModuleTree;
  readonly #keys: Keys;
  readonly #levels: ReadonlyMap<number, Level>;
  readonly #boxes: SceneBox[] = [];
  readonly #edges: SceneEdge[] = [];
  readonly #points: number[] = [];
  readonly #boxByKey = new Map<number, number>();

  constructor(graph: ModelGraph, tree: ModuleTree, keys: Keys, levels: ReadonlyMap<number, Level>) {
    [this.#graph, this.#tree, this.#keys, this.#levels] = [graph, tree, keys, levels];
  }

  draw(): Scene {
    const { width, height, draw } = this.#layOutModule(0);
    draw(0, 0, -1);
    const points = Float32Array.from(this.#points);
    return { width, height, boxes: this.#boxes, edges: this.#edges, points, boxByNode: this.#mapNodesToBoxes() };
  }

  #layOutModule(module: number): ModuleLayout {
    const { keys, links } = this.#levels.get(module)!;
    const ends = new Set([...links.values()].flatMap(({ from, to }) => [from, to]).filter((key) => key < 0));
    const visibleKeys = [...ends, ...keys];
    const position = new Map(visibleKeys.map((key, index) => [key, index]));
    const texts = visibleKeys.map((key) => (key < 0 ? { title: '', lines: [] } : this.#describeBox(key)));
    const layouts = visibleKeys.map((key) => this.#layOutIfOpen(key));
    const sizes = visibleKeys.map((key, index): Size2 => {
      if (key < 0) return { width: 0, height: 0 };
      return layouts[index] ?? measureText(texts[index]!);
    });
    const edges = [...links.values()];
    const placed = arrangeBoxes(
      sizes,
      edges.map(({ from, to }): Link => [position.get(from)!, position.get(to)!]),
    );
    const isRoot = module === 0;
    const [left, top] = isRoot ? [0, 0] : [padding, header];
    const bottom = isRoot ? 0 : padding;
    const titleWidth = isRoot ? 0 : measureText(this.#describeBox(this.#keys.getModuleKey(module))).width + 2 * padding;
    const width = Math.max(placed.width + 2 * left, titleWidth);
    const shift = (width - placed.width) / 2;
    const height = placed.height + top + bottom;
    const getPortX = (end: number) => {
      const index = position.get(end);
      return index === undefined ? width / 2 : placed.x[index]! + shift;
    };
    const draw = (x: number, y: number, self: number) => {
      const indices = visibleKeys.map((key, index) => {
        if (key < 0) return self;
        const box: SceneBox = {
          ...this.#keys.read(key),
          ...texts[index]!,
          ...sizes[index]!,
          x: x + shift + placed.x[index]!,
          y: y + top + placed.y[index]!,
          isOpen: layouts[index] !== null,
        };
        const boxIndex = this.#boxes.push(box) - 1;
        this.#boxByKey.set(key, boxIndex);
        layouts[index]?.draw(box.x, box.y, boxIndex);
        return boxIndex;
      });
      for (const [index, { from, to, value, count }] of edges.entries()) {
        const points = placed.paths[index]!.map(
          (coordinate, index) => coordinate + (index % 2 === 0 ? x + shift : y + top),
        );
        const [first, last] = [position.get(from)!, position.get(to)!];
        if (from === entry) points[1] = y + header - 4;
        if (to === exit) points[points.length - 1] = y + height;
        const [source, target] = [layouts[first], layouts[last]];
        if (source) movePort(points, 0, source.exitX - source.width / 2);
        if (target) movePort(points, points.length - 4, target.entryX - target.width / 2);
        const start = this.#points.length;
        for (const coordinate of points) this.#points.push(coordinate);
        const label = formatShape(this.#graph.values[value]!.shape);
        const ends = { from: indices[first]!, to: indices[last]! };
        this.#edges.push({ ...ends, value, count, label, start, end: this.#points.length });
      }
    };
    return { width, height, entryX: getPortX(entry), exitX: getPortX(exit), draw };
  }

  #layOutIfOpen(key: number): ModuleLayout | null {
    if (key < 0) return null;
    const { kind, index } = this.#keys.read(key);
    return kind === 'module' && this.#levels.has(index) ? this.#layOutModule(index) : null;
  }

  #describeBox(key: number): BoxText {
    const { kind, index } = this.#keys.read(key);
    if (kind === 'node') return describeNode(this.#graph, this.#graph.nodes[index]!);
    if (kind !== 'module') return formatValue(this.#graph, index);
    const { name, size } = this.#tree.modules[index]!;
    return { title: name.length > 28 ? `…${name.slice(-27)}` : name, lines: [`${size}`] };
  }

  #mapNodesToBoxes(): Int32Array {
    const { modules, moduleByNode } = this.#tree;
    const closedBox = new Int32Array(modules.length).fill(-1);
    for (const [index, { parent }] of modules.entries()) {
      if (parent < 0) continue;
      const isClosed = !this.#levels.has(index);
      closedBox[index] =
        closedBox[parent]! >= 0
          ? closedBox[parent]!
          : isClosed
            ? this.#boxByKey.get(this.#keys.getModuleKey(index))!
            : -1;
    }
    return Int32Array.from(this.#graph.nodes, (_, node) => {
      const box = closedBox[moduleByNode[node]!]!;
      return box >= 0 ? box : this.#boxByKey.get(node)!;
    });
  }
}

/** Moves the first or last two points of an edge, which are at one of its boxes, along x. */
function movePort(points: Float64Array, start: number, offset: number): void {
  points[start]! += offset;
  points[start + 2]! += offset;
}
