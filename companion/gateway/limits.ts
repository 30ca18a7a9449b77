/** Limits that prevent one client from exhausting the companion. Heuristic, not measured, unless stated otherwise. */
export const limits = {
  /** TCP connections to each address. A browser opens a few per page. */
  maxConnections: 256,
  /** Maximum number of unauthenticated WebSockets, and the time and bytes that they may use to authenticate. */
  maxUnauthenticated: 16,
  authenticationMs: 5_000,
  maxUnauthenticatedBytes: 64 << 10,
  /** A larger message ends the connection before it is stored. 256 MiB hold a float32 batch of 16 images of 1,150 px. */
  maxMessageBytes: 256 << 20,
  /** Concurrent requests of one WebSocket. */
  maxRequests: 32,
  /** Invalid or rejected messages of one WebSocket in 10 s before it is closed. */
  maxFaults: 100,
  faultWindowMs: 10_000,
  /** The interval of pings. A WebSocket that does not answer before the next ping is closed. */
  pingMs: 30_000,
  /** Above this many unsent bytes of one WebSocket, sending waits for the page, for at most this time. */
  maxUnsentBytes: 1 << 20,
  drainMs: 30_000,
  /** Time limits for the headers of an HTTP request, for the whole request, and between requests of a connection. */
  headersMs: 5_000,
  requestMs: 300_000,
  keepAliveMs: 5_000,
  /** Rejected API keys per minute, above which further requests of API clients are rejected. */
  maxRejectedCredentials: 20,
  rejectedCredentialsWindowMs: 60_000,
} as const;
