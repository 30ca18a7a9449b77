/**
 * The headers of every response. COOP and COEP allow threads (SharedArrayBuffer). The policy allows content and code from
 * this server only; `wasm-unsafe-eval` allows compiling wasm, but not evaluating strings. Workers may also start from a
 * blob, since wllama creates the script of its worker from a string. A blob is created by code that has passed this
 * policy, and its worker inherits the policy. Data may be fetched from any host: the user enters the host of a model, and
 * the page shows that host before it sends a request, and contacts no other. Plain http and WebSockets are allowed for
 * this machine only. A WebSocket to [::1] is `'self'`, because a policy cannot name an IPv6 address.
 */
export const securityHeaders: Readonly<Record<string, string>> = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "worker-src 'self' blob:",
    "connect-src 'self' blob: data: https: http://127.0.0.1:* http://localhost:* ws://127.0.0.1:* ws://localhost:*",
    "img-src 'self' blob: data:",
    "style-src 'self'",
    "media-src 'self' blob:",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'Permissions-Policy': 'camera=(self), microphone=(self), geolocation=(), display-capture=(), payment=(), usb=()',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};
