import type { GraphSubject } from '#bridge/graph-contract.ts';
import { resolveStoredId } from '#core/model/hub-model.ts';
import { compareGraphs, type GraphComparison } from '#graph/compare-graphs.ts';
import type { Overlay, OverlayId } from '#graph/overlay.ts';
import { formatGraphLink, parseGraphLink, type GraphLink, type LinkModel } from '#links/graph-link.ts';
import type { PickedModel } from '../picker/model-picker.svelte.ts';
import {
  findFilesFromOtherPage,
  findFilesToChooseAgain,
  openLinkedModel,
  type ModelToReopen,
} from '../picker/reopen-model.ts';
import { registerActions, reportDone, reportFailure, reportStart } from '../shell/automation-status.ts';
import { bundledModels } from '../shell/bundled-models.ts';
import { retainFiles } from '../shell/file-handoff.ts';
import { toHistoryEntry, replaceEntry } from '../shell/history-entry.ts';
import { hubCatalogue } from '../shell/hub-catalogue.ts';
import { GraphPane } from './graph-pane.svelte.ts';

/** The graph of the page, or the one that it is compared with. */
type GraphSlot = 'main' | 'baseline';

/** State of one visit of the Graph page: one graph, or two that are compared. */
export class GraphViewer {
  #link: GraphLink;
  main = $state.raw<GraphPane | null>(null);
  /** The graph with which `main` is compared. */
  baseline = $state.raw<GraphPane | null>(null);
  /** The model named by the URL, if the user must open it again. */
  modelToReopen = $state.raw<ModelToReopen | null>(null);
  /** The overlay that colours the nodes; `null` for the operator kind. */
  overlayId = $state<OverlayId | null>(null);
  readonly comparison = $derived(this.#compare());
  #unregisterActions = () => {};

  /** @throws AppError link-invalid */
  constructor(query: URLSearchParams) {
    this.#link = parseGraphLink(query, { hubModels: hubCatalogue });
    this.overlayId = this.#link.overlay;
  }

  start(): void {
    this.#unregisterActions = registerActions({
      openModel: (files) => this.openFiles('main', files),
      openBaseline: (files) => this.openFiles('baseline', files),
    });
    reportStart('ready');
    void this.#openFromLink('main', this.#link.main);
    void this.#openFromLink('baseline', this.#link.baseline);
  }

  /** Name of the model in a slot; `null` if none is chosen. */
  findGraphName(slot: GraphSlot): string | null {
    const { subject, outline } = this[slot] ?? {};
    if (!subject) return null;
    if (subject.kind === 'model') return bundledModels.find(({ id }) => id === subject.id)?.name ?? subject.id;
    return outline?.name ?? subject.files[0]?.name ?? null;
  }

  pick(slot: GraphSlot, picked: PickedModel): void {
    if (picked.kind === 'files') return this.openFiles(slot, picked.files, picked.linkedId);
    const id = resolveStoredId(picked.id, hubCatalogue);
    this.#setLink({ ...this.#link, [slot]: { model: id, linkedId: null } });
    void this.#open(slot, { kind: 'model', id });
  }

  openFiles(slot: GraphSlot, files: readonly File[], linkedId: string | null = null): void {
    if (slot === 'main') retainFiles(files);
    this.#setLink({ ...this.#link, [slot]: { model: null, linkedId } });
    void this.#open(slot, { kind: 'files', files });
  }

  closeBaseline(): void {
    this.baseline?.close();
    this.baseline = null;
    if (this.overlayId === 'difference') this.overlayId = null;
    this.#setLink({ ...this.#link, baseline: { model: null, linkedId: null }, overlay: this.overlayId });
  }

  setOverlay(id: OverlayId | null): void {
    this.overlayId = id;
    this.#setLink({ ...this.#link, overlay: id });
  }

  /** The overlays of the graph in a slot. */
  listOverlays(slot: GraphSlot): readonly Overlay[] {
    const overlays = this[slot]?.outline?.overlays ?? [];
    const { comparison } = this;
    if (!comparison) return overlays;
    const values = slot === 'main' ? comparison.second : comparison.first;
    return [{ kind: 'category', id: 'difference', values }, ...overlays];
  }

  /** The overlay that colours the graph in a slot; `null` if there is none, or the graph does not have it. */
  findOverlay(slot: GraphSlot): Overlay | null {
    return this.listOverlays(slot).find(({ id }) => id === this.overlayId) ?? null;
  }

  /** Selects a node of one graph, and its counterpart in the other graph. */
  select(slot: GraphSlot, node: number | null, shouldReveal = false): void {
    void this[slot]?.select(node, shouldReveal);
    const { comparison, main, baseline } = this;
    if (!comparison) return;
    const [other, matches] = slot === 'main' ? [baseline, comparison.reverse] : [main, comparison.counterpart];
    const counterpart = node === null ? -1 : (matches[node] ?? -1);
    void other?.select(counterpart < 0 ? null : counterpart, true);
  }

  /** Call this when the page is left. */
  close(): void {
    this.#unregisterActions();
    this.main?.close();
    this.baseline?.close();
  }

  #compare(): GraphComparison | null {
    const [first, second] = [this.baseline?.outline, this.main?.outline];
    return first && second ? compareGraphs(first.nodes, second.nodes) : null;
  }

  async #openFromLink(slot: GraphSlot, { model, linkedId }: LinkModel): Promise<void> {
    if (model !== null) return this.#open(slot, { kind: 'model', id: model });
    if (linkedId !== null || slot === 'main') {
      const files = slot === 'main' ? findFilesFromOtherPage(linkedId) : [];
      if (files.length > 0) return this.#open(slot, { kind: 'files', files });
    }
    if (linkedId === null) {
      if (slot === 'main') this.modelToReopen = findFilesToChooseAgain();
      return;
    }
    const opened = await openLinkedModel(linkedId);
    if (this[slot]) return;
    if (!('kind' in opened)) await this.#open(slot, { kind: 'files', files: opened });
    else if (slot === 'main') this.modelToReopen = opened;
  }

  async #open(slot: GraphSlot, subject: GraphSubject): Promise<void> {
    this[slot]?.close();
    const pane = new GraphPane(subject);
    this[slot] = pane;
    if (slot === 'main') this.modelToReopen = null;
    this.#setLink(this.#link);
    await pane.open();
    if (this[slot] !== pane) return;
    if (pane.error) return void reportFailure(pane.error);
    if (this.comparison) this.overlayId ??= 'difference';
    reportDone({ nodes: pane.outline?.nodes.length ?? 0 });
  }

  #setLink(link: GraphLink): void {
    this.#link = link;
    const files = this.main?.subject.kind === 'files' ? this.main.subject.files : [];
    replaceEntry(toHistoryEntry(files), formatGraphLink(link, files.length > 0));
  }
}
