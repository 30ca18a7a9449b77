import { AppError } from '#core/error.ts';
import { parseRemote, referenceOf, type RemoteReference } from '#core/hub.ts';
import type { Model } from '#core/model.ts';
import { catalogue } from '../shell/catalogue.ts';
import { hubCatalogue } from '../shell/hub-catalogue.ts';

/** What a person typed, and who would be asked for it. */
export type ModelInput =
  | { readonly kind: 'ours'; readonly model: Model; readonly url: string }
  | (RemoteReference & { readonly host: string });

/**
 * @throws AppError address-invalid where it is neither a model of the catalogue, nor organisation/name, nor an address that
 * this page may ask
 */
export function parseModelInput(text: string, hub: string): ModelInput {
  const typed = text.trim();
  const ours = catalogue.find(({ id }) => id === typed);
  if (ours) {
    return { kind: 'ours', model: ours, url: new URL(`models/${ours.id}/${ours.entry}`, document.baseURI).href };
  }
  const listed = hubCatalogue.find(({ id }) => id === typed);
  const reference = parseRemote(listed ? referenceOf(listed) : typed, hub);
  return { ...reference, host: hostOf(reference.kind === 'address' ? reference.url : hub) };
}

/** The policy of this page (`companion/gateway/headers.ts`) lets it ask https anywhere, and plain http on this machine. */
function hostOf(address: string): string {
  const url = URL.parse(address);
  if (!url) throw new AppError('address-invalid', { reason: 'not-a-model-address', text: address });
  const isHere = url.hostname === '127.0.0.1' || url.hostname === 'localhost';
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isHere)) return url.host;
  throw new AppError('address-invalid', { reason: 'address-not-encrypted', text: address });
}
