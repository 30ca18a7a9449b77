import { AppError } from '#core/errors/error.ts';
import type { LayoutId } from '../labelled-dataset.ts';
import { normaliseDatasetPath } from '../dataset-path.ts';
import type { LayoutOptions } from '../layouts/layout.ts';

const maxNamed = 5;

/**
 * The one file of labels to use among those found.
 * @throws AppError dataset-unclear if there is none, or if there are several and none was chosen
 */
export function chooseLabelFile(layout: LayoutId, found: readonly string[], { labelFile }: LayoutOptions): string {
  const candidates = labelFile === undefined ? found : found.filter((path) => path === normaliseDatasetPath(labelFile));
  const [path, ...others] = candidates;
  if (path === undefined) {
    throw new AppError('dataset-unclear', { reason: 'no-label-file', layout, ...(labelFile && { wanted: labelFile }) });
  }
  if (others.length > 0) {
    const more = candidates.length - maxNamed;
    const facts = { found: candidates.slice(0, maxNamed).join(', '), ...(more > 0 && { more }) };
    throw new AppError('dataset-unclear', { reason: 'several-label-files', ...facts });
  }
  return path;
}
