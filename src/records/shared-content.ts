import { findLink } from './find-link.ts';

/**
 * The cache in which the service worker stores shared content of another app
 * (`workers/service-worker/share-target.ts`).
 */
const cacheName = 'assay-shared';

export interface SharedContent {
  readonly files: readonly File[];
  /** The shared URL, or the first URL in the shared text. */
  readonly link: string | null;
}

/** Returns the content that another app has shared, and removes it. */
export async function takeSharedContent(): Promise<SharedContent> {
  const cache = await caches.open(cacheName);
  const stored = await Promise.all((await cache.keys()).map((key) => cache.match(key)));
  await caches.delete(cacheName);
  const files: File[] = [];
  let text = '';
  for (const response of stored) {
    const name = response?.headers.get('X-Name');
    if (!response) continue;
    if (name == null) text = await response.text();
    else files.push(new File([await response.blob()], decodeURIComponent(name), { type: readContentType(response) }));
  }
  return { files, link: findLink(text) };
}

function readContentType({ headers }: Response): string {
  return headers.get('Content-Type') ?? '';
}
