/**
 * The headers of every answer. COOP and COEP give the page threads (SharedArrayBuffer); the policy allows content and
 * code from this server only; `wasm-unsafe-eval` allows compiling wasm, not text. Workers may start from a blob as
 * well: wllama builds its worker's script from text inside the library. A blob is made by code that already passed this
 * policy, and its worker inherits the policy. Data may be fetched from any address: a person types which hub or server
 * a model comes from, the page names that host before it sends a request, and sends none to others. Plain http is for
 * this machine alone.
 */
export const securityHeaders: Readonly<Record<string, string>> = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "worker-src 'self' blob:",
    "connect-src 'self' blob: data: https: http://127.0.0.1:* http://localhost:*",
    "img-src 'self' blob: data:",
    "style-src 'self'",
    "media-src 'self' blob:",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'Permissions-Policy': 'camera=(self), microphone=(), geolocation=(), display-capture=(), payment=(), usb=()',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};
