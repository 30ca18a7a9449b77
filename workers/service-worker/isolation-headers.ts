const isolationHeaders = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
} as const;

/**
 * Adds the headers for cross-origin isolation if the host does not send them, because browsers allow wasm threads only in
 * isolated pages.
 */
export function addIsolationHeaders(response: Response): Response {
  const names = Object.keys(isolationHeaders) as (keyof typeof isolationHeaders)[];
  if (response.type === 'opaqueredirect' || names.every((name) => response.headers.has(name))) return response;
  const headers = new Headers(response.headers);
  for (const name of names) headers.set(name, isolationHeaders[name]);
  // The body is already decoded, so these headers no longer apply.
  headers.delete('Content-Encoding');
  headers.delete('Content-Length');
  const { body, status, statusText } = response;
  return new Response(body, { status, statusText, headers });
}
