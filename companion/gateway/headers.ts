/**
 * The headers of every response. COOP and COEP enable SharedArrayBuffer, which threads need. The policy allows content and
 * code only from this server. `wasm-unsafe-eval` allows compiling wasm, but not evaluating strings. Workers may also start
 * from a blob, because wllama creates the script of its worker from a string. Such a blob is created by code that this policy
 * has allowed, and its worker inherits the policy. Data may be fetched from any host, because the user enters the host of a
 * model; the page shows that host before it sends a request, and contacts no other. Plain HTTP and WebSockets are allowed
 * only for this machine. A WebSocket to [::1] is covered by `'self'`, because a policy cannot name an IPv6 address.
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
