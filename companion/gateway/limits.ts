/** Limits that prevent one client from exhausting the companion. Heuristic, not measured, unless stated otherwise. */
export const limits = {
  /** TCP connections to each address. A browser opens a few per page. */
  maxConnections: 256,
  /** Maximum number of unauthenticated WebSockets, and the time and bytes that they may use to authenticate. */
  maxUnauthenticated: 16,
  authenticationMs: 5_000,
  maxUnauthenticatedBytes: 64 << 10,
  /** A message that is larger ends the connection before it is stored. 256 MiB is a batch of 16 images of 1,150 px. */
  maxMessageBytes: 256 << 20,
  /** Requests of one WebSocket at the same time. */
  maxRequests: 32,
  /** Invalid or rejected messages of one WebSocket in 10 s before it is closed. */
  maxFaults: 100,
  faultWindowMs: 10_000,
  /** Interval of pings; a WebSocket that does not answer before the next one is closed. */
  pingMs: 30_000,
  /** Unsent bytes of one WebSocket above which a generation waits for the page, and how long it waits. */
  maxUnsentBytes: 1 << 20,
  drainMs: 30_000,
  /** Time for the headers of an HTTP request, for the whole of it, and between requests of a connection. */
  headersMs: 5_000,
  requestMs: 300_000,
  keepAliveMs: 5_000,
  /** Rejected API keys in a minute before other requests with one have to wait. */
  maxRejectedCredentials: 20,
  rejectedCredentialsWindowMs: 60_000,
} as const;
