import type { GraphOutline, GraphSubject, NodeDetails } from '#bridge/graph-contract.ts';
import { GraphHandle } from '#bridge/graph-handle.ts';
import { asAppError, type AppError } from '#core/errors/error.ts';
import type { Scene, SceneBox } from '#graph/layout/graph-scene.ts';
import { findInitiallyOpen } from '#graph/module-tree.ts';
import type { TensorStatistics } from '#graph/tensor-statistics.ts';

/** Graphs with fewer nodes are first drawn without modules. Heuristic, not measured. */
const maxNodesWithoutModules = 300;
/** Number of boxes drawn at first in a graph with modules. Heuristic, not measured. */
const maxFirstBoxes = 60;

/** Statistics of a stored tensor; `null` if they cannot be computed for its type. */
export type StatisticsState = 'reading' | TensorStatistics | AppError | null;

/** The drawing and the selection of one graph. */
export class GraphPane {
  outline = $state.raw<GraphOutline | null>(null);
  scene = $state.raw<Scene | null>(null);
  /** Whether modules are drawn; otherwise all nodes are. */
  hasModules = $state(false);
  openModules = $state.raw<ReadonlySet<number>>(new Set());
  isDrawing = $state(false);
  error = $state.raw<AppError | null>(null);
  selected = $state<number | null>(null);
  details = $state.raw<NodeDetails | null>(null);
  /** The requested statistics, by value index. */
  statistics = $state.raw<Readonly<Record<number, StatisticsState>>>({});
  /** The box to scroll to; a new object for each request, so that a repeated request has an effect. */
  scrollTarget = $state.raw<{ readonly box: number } | null>(null);
  readonly subject: GraphSubject;
  readonly #handle = new GraphHandle();
  readonly #controller = new AbortController();
  #drawCount = 0;

  constructor(subject: GraphSubject) {
    this.subject = subject;
  }

  /** Reads the graph and draws it. The error is in `error`. */
  async open(): Promise<void> {
    await this.#reportErrors(async () => {
      const outline = await this.#handle.open(this.subject, { signal: this.#controller.signal });
      this.openModules = findInitiallyOpen(outline, maxFirstBoxes);
      this.hasModules = outline.modules.length > 1 && outline.nodes.length > maxNodesWithoutModules;
      this.outline = outline;
      await this.#draw();
    });
  }

  /** Whether the names of the nodes have scopes, from which modules are drawn. */
  get canHaveModules(): boolean {
    return (this.outline?.modules.length ?? 0) > 1;
  }

  setModules(hasModules: boolean): Promise<void> {
    this.hasModules = hasModules;
    return this.#redraw();
  }

  toggleModule(module: number): Promise<void> {
    const open = new Set(this.openModules);
    if (!open.delete(module)) open.add(module);
    this.openModules = open;
    return this.#redraw({ kind: 'module', index: module });
  }

  /** Opens or closes all modules. */
  setAllOpen(isOpen: boolean): Promise<void> {
    this.openModules = new Set(isOpen ? this.outline?.modules.keys() : []);
    return this.#redraw();
  }

  /** The box that shows a node; `null` if nothing is drawn. */
  findBox(node: number): number | null {
    return this.scene?.boxByNode[node] ?? null;
  }

  /**
   * Selects a node, `null` for none, and reads its details.
   * @param shouldReveal whether to open the modules that contain the node, and to scroll to it
   */
  async select(node: number | null, shouldReveal = false): Promise<void> {
    this.selected = node;
    this.details = null;
    if (node === null) return;
    await this.#reportErrors(async () => {
      if (shouldReveal) await this.#reveal(node);
      const details = await this.#handle.readNodeDetails(node, { signal: this.#controller.signal });
      if (this.selected === node) this.details = details;
    });
  }

  /** Reads a stored tensor. */
  async readStatistics(value: number): Promise<void> {
    if (this.statistics[value] === 'reading') return;
    this.#setStatistics(value, 'reading');
    try {
      this.#setStatistics(value, await this.#handle.computeStatistics(value, { signal: this.#controller.signal }));
    } catch (thrown) {
      this.#setStatistics(value, asAppError(thrown));
    }
  }

  /** Moves the drawing to a box. */
  showBox(box: number): void {
    this.scrollTarget = { box };
  }

  close(): void {
    this.#controller.abort();
    this.#handle.close();
  }

  #setStatistics(value: number, state: StatisticsState): void {
    this.statistics = { ...this.statistics, [value]: state };
  }

  /** Opens the modules around a node, and moves the drawing to it. */
  async #reveal(node: number): Promise<void> {
    const { outline } = this;
    if (this.hasModules && outline) {
      const open = new Set(this.openModules);
      for (let module = outline.moduleByNode[node]!; module >= 0; module = outline.modules[module]!.parent)
        open.add(module);
      if (open.size > this.openModules.size) {
        this.openModules = open;
        await this.#draw();
      }
    }
    const box = this.findBox(node);
    if (box !== null) this.showBox(box);
  }

  /** @param boxToShow a box to move to */
  #redraw(boxToShow?: Pick<SceneBox, 'kind' | 'index'>): Promise<void> {
    return this.#reportErrors(async () => {
      await this.#draw();
      const boxIndex =
        boxToShow &&
        this.scene?.boxes.findIndex(({ kind, index }) => kind === boxToShow.kind && index === boxToShow.index);
      if (boxIndex !== undefined && boxIndex >= 0) this.showBox(boxIndex);
    });
  }

  /** Lays the graph out again. If calls overlap, only the latest layout is shown. */
  async #draw(): Promise<void> {
    const drawNumber = ++this.#drawCount;
    this.isDrawing = true;
    try {
      const open = this.hasModules ? [...this.openModules] : null;
      const scene = await this.#handle.draw(open, { signal: this.#controller.signal });
      if (drawNumber === this.#drawCount) this.scene = scene;
    } finally {
      if (drawNumber === this.#drawCount) this.isDrawing = false;
    }
  }

  async #reportErrors(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (thrown) {
      const error = asAppError(thrown);
      if (!this.#controller.signal.aborted) this.error = error;
    }
  }
}
