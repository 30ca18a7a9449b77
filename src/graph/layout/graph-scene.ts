import { findConnections, type ModelGraph } from '../model-graph.ts';
import type { ModuleTree } from '../module-tree.ts';
import { describeNode, formatShape, measureText, formatValue, type BoxText } from './box-text.ts';
import type { Link, Size2 } from './box-layers.ts';
import { arrangeBoxes } from './layered-layout.ts';

/** A drawing of a graph with some of its modules open, in pixels at scale 1. */
export interface Scene {
  readonly width: number;
  readonly height: number;
  /** An open module comes before what is in it. */
  readonly boxes: readonly SceneBox[];
  readonly edges: readonly SceneEdge[];
  /** The points of all edges, x and y in turn, as in `Placement.paths`. */
  readonly points: Float32Array<ArrayBuffer>;
  /** The box that shows each node: its own, or the box of a closed module. */
  readonly boxOfNode: Int32Array;
}

export interface SceneBox extends BoxText {
  readonly kind: 'node' | 'module' | 'input' | 'output';
  /** Index of the node, module or value. */
  readonly index: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Whether what is in the module is shown. */
  readonly isOpen: boolean;
}

/** An edge in one module. Where it leads out of the module, the module is its end. */
export interface SceneEdge {
  readonly from: number;
  readonly to: number;
  /** The first value that the edge stands for, and the number of all. */
  readonly value: number;
  readonly count: number;
  /** The shape of the value. */
  readonly label: string;
  /** Where the numbers of its points start and end in `Scene.points`. */
  readonly start: number;
  readonly end: number;
}

/** Height above the contents of an open module, for its title. */
const header = 34;
const padding = 18;

/** Ends of edges at the border of their module. */
const entry = -1;
const exit = -2;

interface Level {
  /** Keys of what is in the module, in the order of the graph. */
  readonly keys: Set<number>;
  readonly links: Map<string, { readonly from: number; readonly to: number; readonly value: number; count: number }>;
}

/**
 * Draws a graph. What is in an open module is drawn on its own, and then takes the place of the module in the one
 * around it, so opening a module moves little else.
 * @param open the open modules; those in a closed one are not shown
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

  indexModule(index: number): number {
    return this.#nodes + index;
  }

  input(value: number): number {
    return this.#nodes + this.#modules + 2 * value;
  }

  output(value: number): number {
    return this.input(value) + 1;
  }

  read(key: number): Pick<SceneBox, 'kind' | 'index'> {
    if (key < this.#nodes) return { kind: 'node', index: key };
    if (key < this.#nodes + this.#modules) return { kind: 'module', index: key - this.#nodes };
    const rest = key - this.#nodes - this.#modules;
    return { kind: rest % 2 === 0 ? 'input' : 'output', index: Math.floor(rest / 2) };
  }
}

/** What each open module shows, by the module. */
function buildLevels(graph: ModelGraph, tree: ModuleTree, open: ReadonlySet<number>, keys: Keys): Map<number, Level> {
  const { modules, moduleByNode } = tree;
  const depth = new Int32Array(modules.length);
  /** The outermost closed module around or at each module; -1 if it is shown open. */
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
      : { module: modules[closed[module]!]!.parent, key: keys.indexModule(closed[module]!) };
  const link = (module: number, from: number, to: number, value: number) => {
    const { links } = levels.get(module)!;
    const known = links.get(`${from} ${to}`);
    if (known) known.count++;
    else links.set(`${from} ${to}`, { from, to, value, count: 1 });
  };
  /** Follows both ends outwards to the module that contains both. */
  const connect = (source: { module: number; key: number }, target: typeof source, value: number) => {
    let [a, b] = [source, target];
    while (a.module !== b.module) {
      const [depthA, depthB] = [depth[a.module]!, depth[b.module]!];
      if (depthA >= depthB) {
        link(a.module, a.key, exit, value);
        a = { module: modules[a.module]!.parent, key: keys.indexModule(a.module) };
      }
      if (depthB >= depthA) {
        link(b.module, entry, b.key, value);
        b = { module: modules[b.module]!.parent, key: keys.indexModule(b.module) };
      }
    }
    const isInsideClosed = a.key === b.key && a.key >= graph.nodes.length;
    if (!isInsideClosed) link(a.module, a.key, b.key, value);
  };
  const { producers, consumers } = findConnections(graph);
  for (const value of graph.inputs) levels.get(0)!.keys.add(keys.input(value));
  for (const node of graph.nodes.keys()) {
    const shown = findVisible(moduleByNode[node]!, node);
    levels.get(shown.module)!.keys.add(shown.key);
  }
  for (const value of graph.outputs) levels.get(0)!.keys.add(keys.output(value));
  for (const module of levels.keys())
    if (module > 0) levels.get(modules[module]!.parent)!.keys.add(keys.indexModule(module));
  const source = new Map(graph.inputs.map((value) => [value, { module: 0, key: keys.input(value) }]));
  const outputs = new Set(graph.outputs);
  for (const [value, nodes] of consumers.entries()) {
    const producer = producers[value]!;
    const from = producer >= 0 ? findVisible(moduleByNode[producer]!, producer) : source.get(value);
    if (!from) continue;
    for (const node of nodes) connect(from, findVisible(moduleByNode[node]!, node), value);
    if (outputs.has(value)) connect(from, { module: 0, key: keys.output(value) }, value);
  }
  return levels;
}

/** The size and inner drawing of an open module. */
interface Inside extends Size2 {
  /** Where its edges enter and leave, from its left side. */
  readonly entryX: number;
  readonly exitX: number;
  readonly place: (x: number, y: number, self: number) => void;
}

class Drawing {
  readonly #graph: ModelGraph;
  readonly #tree: ModuleTree;
  readonly #keys: Keys;
  readonly #levels: ReadonlyMap<number, Level>;
  readonly #boxes: SceneBox[] = [];
  readonly #edges: SceneEdge[] = [];
  readonly #points: number[] = [];
  readonly #boxOfKey = new Map<number, number>();

  constructor(graph: ModelGraph, tree: ModuleTree, keys: Keys, levels: ReadonlyMap<number, Level>) {
    [this.#graph, this.#tree, this.#keys, this.#levels] = [graph, tree, keys, levels];
  }

  draw(): Scene {
    const { width, height, place } = this.#arrangeInside(0);
    place(0, 0, -1);
    const points = Float32Array.from(this.#points);
    return { width, height, boxes: this.#boxes, edges: this.#edges, points, boxOfNode: this.#mapNodesToBoxes() };
  }

  /** Lays out an open module, and returns how to place it: its boxes come after its own. */
  #arrangeInside(module: number): Inside {
    const { keys, links } = this.#levels.get(module)!;
    const ends = new Set([...links.values()].flatMap(({ from, to }) => [from, to]).filter((key) => key < 0));
    const shown = [...ends, ...keys];
    const position = new Map(shown.map((key, index) => [key, index]));
    const texts = shown.map((key) => (key < 0 ? { title: '', lines: [] } : this.#describeBox(key)));
    const inner = shown.map((key) => this.#openModule(key));
    const sizes = shown.map((key, index): Size2 => {
      if (key < 0) return { width: 0, height: 0 };
      return inner[index] ?? measureText(texts[index]!);
    });
    const edges = [...links.values()];
    const placed = arrangeBoxes(
      sizes,
      edges.map(({ from, to }): Link => [position.get(from)!, position.get(to)!]),
    );
    const isRoot = module === 0;
    const [left, top] = isRoot ? [0, 0] : [padding, header];
    const bottom = isRoot ? 0 : padding;
    const titleWidth = isRoot ? 0 : measureText(this.#describeBox(this.#keys.indexModule(module))).width + 2 * padding;
    const width = Math.max(placed.width + 2 * left, titleWidth);
    const shift = (width - placed.width) / 2;
    const height = placed.height + top + bottom;
    const getPortX = (end: number) => {
      const index = position.get(end);
      return index === undefined ? width / 2 : placed.x[index]! + shift;
    };
    const place = (x: number, y: number, self: number) => {
      const indices = shown.map((key, index) => {
        if (key < 0) return self;
        const box: SceneBox = {
          ...this.#keys.read(key),
          ...texts[index]!,
          ...sizes[index]!,
          x: x + shift + placed.x[index]!,
          y: y + top + placed.y[index]!,
          isOpen: inner[index] !== null,
        };
        const own = this.#boxes.push(box) - 1;
        this.#boxOfKey.set(key, own);
        inner[index]?.place(box.x, box.y, own);
        return own;
      });
      for (const [index, { from, to, value, count }] of edges.entries()) {
        const points = placed.paths[index]!.map((at, axis) => at + (axis % 2 === 0 ? x + shift : y + top));
        const [first, last] = [position.get(from)!, position.get(to)!];
        if (from === entry) points[1] = y + header - 4;
        if (to === exit) points[points.length - 1] = y + height;
        const [source, target] = [inner[first], inner[last]];
        if (source) movePort(points, 0, source.exitX - source.width / 2);
        if (target) movePort(points, points.length - 4, target.entryX - target.width / 2);
        const start = this.#points.length;
        for (const offset of points) this.#points.push(offset);
        const label = formatShape(this.#graph.values[value]!.shape);
        const ends = { from: indices[first]!, to: indices[last]! };
        this.#edges.push({ ...ends, value, count, label, start, end: this.#points.length });
      }
    };
    return { width, height, entryX: getPortX(entry), exitX: getPortX(exit), place };
  }

  #openModule(key: number): Inside | null {
    if (key < 0) return null;
    const { kind, index } = this.#keys.read(key);
    return kind === 'module' && this.#levels.has(index) ? this.#arrangeInside(index) : null;
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
    const shownAs = new Int32Array(modules.length).fill(-1);
    for (const [index, { parent }] of modules.entries()) {
      if (parent < 0) continue;
      const isClosed = !this.#levels.has(index);
      shownAs[index] =
        shownAs[parent]! >= 0 ? shownAs[parent]! : isClosed ? this.#boxOfKey.get(this.#keys.indexModule(index))! : -1;
    }
    return Int32Array.from(this.#graph.nodes, (_, node) => {
      const within = shownAs[moduleByNode[node]!]!;
      return within >= 0 ? within : this.#boxOfKey.get(node)!;
    });
  }
}

/** Moves the first or last two points of an edge, which are at one of its boxes. */
function movePort(points: Float64Array, start: number, by: number): void {
  points[start]! += by;
  points[start + 2]! += by;
}
