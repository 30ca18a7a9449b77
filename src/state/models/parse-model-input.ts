import { AppError } from '#core/errors/error.ts';
import { parseRemote, formatHubReference, type RemoteReference } from '#core/model/hub-model.ts';
import type { Model } from '#core/model/model.ts';
import { bundledModels } from '../shell/bundled-models.ts';
import { hubCatalogue } from '../shell/hub-catalogue.ts';

/** A typed model, and the host that would be contacted for it. */
export type ModelInput =
  | { readonly kind: 'bundled'; readonly model: Model; readonly url: string }
  | (RemoteReference & { readonly host: string });

/**
 * @throws AppError address-invalid if it is neither a model of the catalogue, nor organisation/name, nor a URL that
 *   this page can fetch
 */
export function parseModelInput(text: string, hub: string): ModelInput {
  const trimmed = text.trim();
  const bundled = bundledModels.find(({ id }) => id === trimmed);
  if (bundled) {
    return {
      kind: 'bundled',
      model: bundled,
      url: new URL(`models/${bundled.id}/${bundled.entry}`, document.baseURI).href,
    };
  }
  const hubModel = hubCatalogue.find(({ id }) => id === trimmed);
  const reference = parseRemote(hubModel ? formatHubReference(hubModel) : trimmed, hub);
  return { ...reference, host: parseHost(reference.kind === 'address' ? reference.url : hub) };
}

/** The page's CSP (`companion/gateway/headers.ts`) allows https to any host, and plain http to this machine. */
function parseHost(address: string): string {
  const url = URL.parse(address);
  if (!url) throw new AppError('address-invalid', { reason: 'not-a-model-address', text: address });
  const isLoopback = url.hostname === '127.0.0.1' || url.hostname === 'localhost';
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback)) return url.host;
  throw new AppError('address-invalid', { reason: 'address-not-encrypted', text: address });
}
