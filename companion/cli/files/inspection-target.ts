import { publicHub } from '#core/model/hub-model.ts';
import { readModelArgument } from '../options/model-argument.ts';
import { bundledModelPath } from './catalogue-models.ts';
import { resolveHubAddress } from './hub-address.ts';

/**
 * The path or URL whose header is read for a file, folder, bundled model, model of the Hub, or URL.
 * @throws UsageError | AppError
 */
export async function findInspectionTarget(named: string, hub = publicHub): Promise<string> {
  const model = await readModelArgument([named]);
  switch (model.kind) {
    case 'files':
      return named;
    case 'model':
      return bundledModelPath(model.id);
    case 'remote':
      return resolveHubAddress(model.typed, hub);
  }
}
