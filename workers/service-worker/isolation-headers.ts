const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
} as const;

/**
 * The same response with the headers that isolate a page or worker from other sites, if the host does not send them:
 * browsers allow threads only in isolated pages.
 */
export function withIsolationHeaders(response: Response): Response {
  const names = Object.keys(isolation) as (keyof typeof isolation)[];
  if (response.type === 'opaqueredirect' || names.every((name) => response.headers.has(name))) return response;
  const headers = new Headers(response.headers);
  for (const name of names) headers.set(name, isolation[name]);
  // The body is already decoded, so these no longer apply.
  headers.delete('Content-Encoding');
  headers.delete('Content-Length');
  const { body, status, statusText } = response;
  return new Response(body, { status, statusText, headers });
}
