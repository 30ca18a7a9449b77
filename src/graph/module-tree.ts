import type { GraphNode } from './model-graph.ts';

/** A group of nodes with a common name scope; module 0 is the whole graph. */
export interface GraphModule {
  /** The name within the parent; nested scopes without other contents are one module, `a/b`. */
  readonly name: string;
  /** The index of the parent; -1 for the whole graph. */
  readonly parent: number;
  /** The number of nodes, including those of inner modules. */
  readonly size: number;
}

export interface ModuleTree {
  readonly modules: readonly GraphModule[];
  /** The index of the innermost module of each node. */
  readonly moduleByNode: Int32Array;
}

/** A scope and its nodes while the tree is built, before scopes without other contents are merged. */
interface ModuleDraft {
  readonly name: string;
  readonly children: Map<string, ModuleDraft>;
  readonly nodes: number[];
  /** The number of nodes, including those of children. */
  size: number;
}

/** Deeper scopes are merged with the last one. Heuristic, not measured. */
const maxDepth = 32;

/** Smaller modules are dissolved into their parent: a box around a single node adds nothing. */
const minSize = 2;

/** Groups `nodes` into modules by their scopes. */
export function buildModuleTree(nodes: readonly GraphNode[]): ModuleTree {
  const root = createDraft('');
  for (const [index, { scope }] of nodes.entries()) {
    let module = root;
    module.size++;
    for (const name of scope.slice(0, maxDepth)) {
      let inner = module.children.get(name);
      if (!inner) module.children.set(name, (inner = createDraft(name)));
      module = inner;
      module.size++;
    }
    module.nodes.push(index);
  }
  const modules: GraphModule[] = [];
  const moduleByNode = new Int32Array(nodes.length);
  const pending: { readonly module: ModuleDraft; readonly name: string; readonly parent: number }[] = [
    { module: root, name: '', parent: -1 },
  ];
  // The loop appends to the list that it iterates over.
  for (const { module, name, parent } of pending) {
    const [only] = module.children.values();
    const isWrapper = module.nodes.length === 0 && module.children.size === 1 && parent >= 0;
    if (isWrapper && only) {
      pending.push({ module: only, name: `${name}/${only.name}`, parent });
      continue;
    }
    const isDissolved = parent >= 0 && module.size < minSize;
    const index = isDissolved ? parent : modules.push({ name, parent, size: module.size }) - 1;
    for (const node of module.nodes) moduleByNode[node] = index;
    for (const child of module.children.values()) pending.push({ module: child, name: child.name, parent: index });
  }
  return { modules, moduleByNode };
}

const createDraft = (name: string): ModuleDraft => ({
  name,
  children: new Map(),
  nodes: [],
  size: 0,
});

/** The scope separators that exporters of PyTorch, TensorFlow and C++ write. */
const separators = ['/', '::', '.'] as const;

/** Finds the scope separator of the names of a graph; `null` if at most half of them contain one. */
export function findScopeSeparator(names: readonly string[]): string | null {
  const nonEmptyNames = names.filter((name) => name !== '');
  const isUsed = (separator: string) =>
    2 * nonEmptyNames.filter((name) => name.includes(separator, 1)).length > nonEmptyNames.length;
  return separators.find(isUsed) ?? null;
}

/** Returns the scopes of a name, without its last part. */
export function splitScopes(name: string, separator: string | null): string[] {
  if (separator === null) return [];
  return name
    .split(separator)
    .slice(0, -1)
    .filter((part) => part !== '');
}

/**
 * Selects the modules that are open initially: repeatedly the largest visible one, while at most `maxBoxes` boxes are
 * shown.
 */
export function findInitiallyOpen({ modules, moduleByNode }: ModuleTree, maxBoxes: number): Set<number> {
  const children: number[][] = modules.map(() => []);
  for (const [module, { parent }] of modules.entries()) children[parent]?.push(module);
  const boxes = children.map(({ length }) => length);
  for (const module of moduleByNode) boxes[module]!++;
  const open = new Set([0]);
  const visible = [...(children[0] ?? [])];
  let count = boxes[0] ?? 0;
  while (visible.length > 0) {
    const largestModule = visible.reduce((a, b) => (modules[b]!.size > modules[a]!.size ? b : a));
    count += boxes[largestModule]! - 1;
    if (count > maxBoxes) break;
    open.add(largestModule);
    visible.splice(visible.indexOf(largestModule), 1, ...children[largestModule]!);
  }
  return open;
}
