import type { GraphSubject } from '#bridge/graph-contract.ts';
import { resolveStoredId } from '#core/model/hub-model.ts';
import { compareGraphs, type GraphComparison } from '#graph/compare-graphs.ts';
import type { Overlay, OverlayId } from '#graph/overlay.ts';
import { formatGraphLink, parseGraphLink, type GraphLink, type LinkedSubject } from '#links/graph-link.ts';
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

type Side = 'shown' | 'baseline';

/** State of one visit of the Graph page: one graph, or two that are compared. */
export class GraphViewer {
  #link: GraphLink;
  shown = $state.raw<GraphPane | null>(null);
  /** The graph with which `shown` is compared. */
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
      openModel: (files) => this.openFiles('shown', files),
      openBaseline: (files) => this.openFiles('baseline', files),
    });
    reportStart('ready');
    void this.#openLinked('shown', this.#link.shown);
    void this.#openLinked('baseline', this.#link.baseline);
  }

  /** Name of the model of a side; `null` if none is chosen. */
  findGraphName(side: Side): string | null {
    const { subject, outline } = this[side] ?? {};
    if (!subject) return null;
    if (subject.kind === 'model') return bundledModels.find(({ id }) => id === subject.id)?.name ?? subject.id;
    return outline?.name ?? subject.files[0]?.name ?? null;
  }

  pick(side: Side, picked: PickedModel): void {
    if (picked.kind === 'files') return this.openFiles(side, picked.files, picked.linked);
    const id = resolveStoredId(picked.id, hubCatalogue);
    this.#setLink({ ...this.#link, [side]: { model: id, linked: null } });
    void this.#open(side, { kind: 'model', id });
  }

  openFiles(side: Side, files: readonly File[], linked: string | null = null): void {
    if (side === 'shown') retainFiles(files);
    this.#setLink({ ...this.#link, [side]: { model: null, linked } });
    void this.#open(side, { kind: 'files', files });
  }

  closeBaseline(): void {
    this.baseline?.close();
    this.baseline = null;
    if (this.overlayId === 'difference') this.overlayId = null;
    this.#setLink({ ...this.#link, baseline: { model: null, linked: null }, overlay: this.overlayId });
  }

  setOverlay(id: OverlayId | null): void {
    this.overlayId = id;
    this.#setLink({ ...this.#link, overlay: id });
  }

  /** The overlays of a side. */
  listOverlays(side: Side): readonly Overlay[] {
    const overlays = this[side]?.outline?.overlays ?? [];
    const { comparison } = this;
    if (!comparison) return overlays;
    const values = side === 'shown' ? comparison.second : comparison.first;
    return [{ kind: 'category', id: 'difference', values }, ...overlays];
  }

  /** The overlay that colours a side; `null` if there is none, or the side does not have it. */
  findOverlay(side: Side): Overlay | null {
    return this.listOverlays(side).find(({ id }) => id === this.overlayId) ?? null;
  }

  /** Selects a node of one side, and its counterpart in the other graph. */
  select(side: Side, node: number | null, shouldReveal = false): void {
    void this[side]?.select(node, shouldReveal);
    const { comparison, shown, baseline } = this;
    if (!comparison) return;
    const [other, matches] = side === 'shown' ? [baseline, comparison.reverse] : [shown, comparison.counterpart];
    const counterpart = node === null ? -1 : (matches[node] ?? -1);
    void other?.select(counterpart < 0 ? null : counterpart, true);
  }

  /** Call this when the page is left. */
  close(): void {
    this.#unregisterActions();
    this.shown?.close();
    this.baseline?.close();
  }

  #compare(): GraphComparison | null {
    const [first, second] = [this.baseline?.outline, this.shown?.outline];
    return first && second ? compareGraphs(first.nodes, second.nodes) : null;
  }

  async #openLinked(side: Side, { model, linked }: LinkedSubject): Promise<void> {
    if (model !== null) return this.#open(side, { kind: 'model', id: model });
    if (linked !== null || side === 'shown') {
      const files = side === 'shown' ? findFilesFromOtherPage(linked) : [];
      if (files.length > 0) return this.#open(side, { kind: 'files', files });
    }
    if (linked === null) {
      if (side === 'shown') this.modelToReopen = findFilesToChooseAgain();
      return;
    }
    const opened = await openLinkedModel(linked);
    if (this[side]) return;
    if (!('kind' in opened)) await this.#open(side, { kind: 'files', files: opened });
    else if (side === 'shown') this.modelToReopen = opened;
  }

  async #open(side: Side, subject: GraphSubject): Promise<void> {
    this[side]?.close();
    const pane = new GraphPane(subject);
    this[side] = pane;
    if (side === 'shown') this.modelToReopen = null;
    this.#setLink(this.#link);
    await pane.open();
    if (this[side] !== pane) return;
    if (pane.error) return void reportFailure(pane.error);
    if (this.comparison) this.overlayId ??= 'difference';
    reportDone({ nodes: pane.outline?.nodes.length ?? 0 });
  }

  #setLink(link: GraphLink): void {
    this.#link = link;
    const files = this.shown?.subject.kind === 'files' ? this.shown.subject.files : [];
    replaceEntry(toHistoryEntry(files), formatGraphLink(link, files.length > 0));
  }
}
