import { findSensitiveNodes } from '#bridge/optimise-handle.ts';
import type { GraphSubject } from '#bridge/graph-contract.ts';
import type { SensitiveNodes, SensitivityRequest } from '#bridge/optimise-contract.ts';
import { asAppError, type AppError } from '#core/errors/error.ts';
import type { CategoricalOverlay, SchemeEffect } from '#graph/overlay.ts';
import { GraphPane } from '../graph/graph-pane.svelte.ts';
import { beginWork } from '../shell/unfinished-work.ts';

/**
 * Minimum signal-to-noise ratio, also the default of `assay optimise --auto`: noise of 1% of the signal's power.
 * Heuristic, not measured.
 */
export const minSqnrDb = 20;

/** The nodes that are most sensitive to a scheme, and the nodes that the user excludes from it. */
export class Sensitivity {
  sensitiveNodes = $state.raw<SensitiveNodes | null>(null);
  /** The nodes to leave unchanged, at first the suggested ones. */
  excluded = $state.raw<readonly string[]>([]);
  isRunning = $state(false);
  /** The fraction of the nodes that were tried, 0 to 1; `null` before the first. */
  fraction = $state<number | null>(null);
  error = $state.raw<AppError | null>(null);
  /** The graph on which the nodes are shown; `null` until the user opens it. */
  graph = $state.raw<GraphPane | null>(null);
  #controller = new AbortController();

  /** The nodes that the scheme changes and those that are excluded, by the nodes of the graph. */
  get overlay(): CategoricalOverlay {
    const { excluded } = this;
    const names = new Set(this.sensitiveNodes?.nodes.map(({ node }) => node));
    const findEffect = (name: string): SchemeEffect | null =>
      excluded.includes(name) ? 'excluded' : names.has(name) ? 'changed' : null;
    return { kind: 'category', id: 'scheme', values: this.#graphNames.map(findEffect) };
  }

  /** Opens the graph of the model whose nodes were tried. */
  showGraph(subject: GraphSubject): Promise<void> {
    this.graph?.close();
    this.graph = new GraphPane(subject);
    return this.graph.open();
  }

  /** Excludes a node of the graph, or includes it again, if the scheme changes it. */
  toggleInGraph(index: number | null): void {
    const name = index === null ? undefined : this.#graphNames[index];
    if (name !== undefined && this.sensitiveNodes?.nodes.some(({ node }) => node === name)) this.toggleExcluded(name);
  }

  /** The names by which recipes exclude nodes, by the nodes of the graph. */
  get #graphNames(): readonly string[] {
    return this.graph?.outline?.nodes.map(({ name, output }) => output ?? name) ?? [];
  }

  async find(request: Omit<SensitivityRequest, 'minSqnrDb'>): Promise<void> {
    this.reset();
    const { signal } = this.#controller;
    this.isRunning = true;
    const endWork = beginWork('optimisation');
    try {
      const onProgress = (fraction: number) => (this.fraction = fraction);
      const sensitiveNodes = await findSensitiveNodes({ ...request, minSqnrDb }, { signal, onProgress });
      if (signal.aborted) return;
      [this.sensitiveNodes, this.excluded] = [sensitiveNodes, sensitiveNodes.toExclude];
    } catch (thrown) {
      if (!signal.aborted) this.error = asAppError(thrown);
    } finally {
      endWork();
      if (!signal.aborted) this.isRunning = false;
    }
  }

  toggleExcluded(node: string): void {
    const { excluded } = this;
    this.excluded = excluded.includes(node) ? excluded.filter((candidate) => candidate !== node) : [...excluded, node];
  }

  /** Stops, and discards the findings. */
  reset(): void {
    this.#controller.abort();
    this.#controller = new AbortController();
    [this.sensitiveNodes, this.excluded, this.isRunning, this.fraction, this.error] = [null, [], false, null, null];
    this.graph?.close();
    this.graph = null;
  }
}
