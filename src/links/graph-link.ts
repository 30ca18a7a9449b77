import { resolveStoredId } from '#core/model/hub-model.ts';
import { categoricalOverlayIds, numericOverlays, type OverlayId } from '#graph/overlay.ts';
import { LinkQuery } from './link-query.ts';
import { baselineNames, modelNames, readModel } from './model-query.ts';
import type { Catalogue } from './run-link.ts';

/** The model of a link. */
export interface LinkModel {
  /** The id of a bundled or stored model; `null` if its files are on the user's disk, or no model is chosen. */
  readonly model: string | null;
  /** The id of a linked model. */
  readonly linkedId: string | null;
}

/** The contents of `#/graph?…`. */
export interface GraphLink {
  readonly main: LinkModel;
  /** The model to compare with. */
  readonly baseline: LinkModel;
  /** The overlay that colours the nodes; `null` to colour by operator kind. */
  readonly overlay: OverlayId | null;
}

const overlayIds: readonly OverlayId[] = [
  ...(Object.keys(numericOverlays) as (keyof typeof numericOverlays)[]),
  ...categoricalOverlayIds,
];

/**
 * Parses `[model=<id>|linked=<id>|file=1][&baseline=<id>|…][&overlay=<overlay>]`.
 * @throws AppError link-invalid
 */
export function parseGraphLink(query: URLSearchParams, { hubModels }: Pick<Catalogue, 'hubModels'>): GraphLink {
  const link = new LinkQuery(query, [...modelNames, ...baselineNames, 'overlay']);
  const readSubject = (names: typeof modelNames | typeof baselineNames): LinkModel => {
    const { modelId, linkedId } = readModel(link, names);
    return { model: modelId === null ? null : resolveStoredId(modelId, hubModels), linkedId };
  };
  return {
    main: readSubject(modelNames),
    baseline: readSubject(baselineNames),
    overlay: link.readChoice('overlay', overlayIds),
  };
}

/**
 * Formats the link to a graph.
 * @param hasFiles whether the graph is of the user's files; a link does not state files of a baseline
 */
export function formatGraphLink({ main, baseline, overlay }: GraphLink, hasFiles: boolean): string {
  const query = new URLSearchParams();
  if (main.model !== null) query.set('model', main.model);
  else if (main.linkedId !== null) query.set('linked', main.linkedId);
  else if (hasFiles) query.set('file', '1');
  if (baseline.model !== null) query.set('baseline', baseline.model);
  else if (baseline.linkedId !== null) query.set('baseline-linked', baseline.linkedId);
  if (overlay !== null) query.set('overlay', overlay);
  return query.size > 0 ? `#/graph?${query}` : '#/graph';
}
