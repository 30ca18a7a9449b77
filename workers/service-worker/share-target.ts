/** The cache from which the page reads shared content (`src/records/shared-content.ts`). */
const cacheName = 'assay-shared';

/**
 * Stores content that another app shares (`share_target` of the web app manifest) and redirects to the page that reads it.
 * Nothing is sent to a server.
 * @param scope URL of the app
 */
export async function receiveShare(request: Request, scope: string): Promise<Response> {
  const form = await request.formData();
  await caches.delete(cacheName); // deletes content of an earlier share that was not opened
  const cache = await caches.open(cacheName);
  const getSharedUrl = (name: string) => new URL(`shared/${name}`, scope);
  const files = form.getAll('files').filter((entry) => entry instanceof File);
  for (const [index, file] of files.entries()) {
    const headers = { 'Content-Type': file.type, 'X-Name': encodeURIComponent(file.name) };
    await cache.put(getSharedUrl(String(index)), new Response(file, { headers }));
  }
  const texts = ['url', 'text', 'title']
    .flatMap((name) => form.getAll(name))
    .filter((text) => typeof text === 'string');
  await cache.put(getSharedUrl('text'), new Response(texts.join('\n')));
  return Response.redirect(new URL('./?shared', scope), 303);
}
