import { AppError } from '#core/errors/error.ts';
import type { LayoutId } from '../labelled-dataset.ts';
import { normaliseDatasetPath } from '../dataset-path.ts';
import type { LayoutOptions } from '../layouts/layout.ts';

/** Maximum number of files listed in an error. */
const maxListedFiles = 5;

/**
 * Chooses the label file to use.
 * @throws AppError dataset-unclear if there is none, or if there are several and the options select none
 */
export function chooseLabelFile(layout: LayoutId, paths: readonly string[], { labelFile }: LayoutOptions): string {
  const candidates = labelFile === undefined ? paths : paths.filter((path) => path === normaliseDatasetPath(labelFile));
  const [path, ...others] = candidates;
  if (path === undefined) {
    throw new AppError('dataset-unclear', { reason: 'no-label-file', layout, ...(labelFile && { wanted: labelFile }) });
  }
  if (others.length > 0) {
    const unlistedCount = candidates.length - maxListedFiles;
    const facts = {
      found: candidates.slice(0, maxListedFiles).join(', '),
      ...(unlistedCount > 0 && { more: unlistedCount }),
    };
    throw new AppError('dataset-unclear', { reason: 'several-label-files', ...facts });
  }
  return path;
}
