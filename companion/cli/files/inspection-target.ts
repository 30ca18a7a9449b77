import { publicHub } from '#core/model/public-hub.ts';
import { readModelArgument } from '../options/model-argument.ts';
import { findBundledModelPath } from './catalogue-models.ts';
import { resolveHubUrl } from './hub-address.ts';

/**
 * Finds the path or URL whose header is read for a file, folder, bundled model, Hub model or URL.
 * @throws UsageError | AppError
 */
export async function findInspectionTarget(name: string, hub = publicHub): Promise<string> {
  const model = await readModelArgument([name]);
  switch (model.kind) {
    case 'files':
      return name;
    case 'model':
      return findBundledModelPath(model.id);
    case 'remote':
      return resolveHubUrl(model.reference, hub);
  }
}
