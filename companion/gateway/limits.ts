/** Limits that prevent one client from exhausting the companion. Heuristic, not measured, unless stated otherwise. */
export const limits = {
  /** The maximum number of TCP connections per address. A browser opens a few per page. */
  maxConnections: 256,
  /** The maximum number of unauthenticated WebSockets, and the time and bytes that each may use to authenticate. */
  maxUnauthenticated: 16,
  authenticationMs: 5_000,
  maxUnauthenticatedBytes: 64 << 10,
  /** A longer message ends the connection before it is stored. 256 MiB hold a float32 batch of 16 images of 1,150 px. */
  maxMessageBytes: 256 << 20,
  /** The maximum number of concurrent requests of one WebSocket. */
  maxRequests: 32,
  /** The maximum number of invalid or rejected messages of one WebSocket within this time, above which it is closed. */
  maxFaults: 100,
  faultWindowMs: 10_000,
  /** The interval of pings. A WebSocket that does not answer before the next ping is closed. */
  pingMs: 30_000,
  /** Above this many unsent bytes of one WebSocket, sending waits for the client, for at most this time. */
  maxUnsentBytes: 1 << 20,
  drainMs: 30_000,
  /** Time limits for the headers of an HTTP request, for the whole request, and between requests of a connection. */
  headersMs: 5_000,
  requestMs: 300_000,
  keepAliveMs: 5_000,
  /** The maximum number of rejected API keys within this time, above which all requests of API clients are rejected. */
  maxRejectedCredentials: 20,
  rejectedCredentialsWindowMs: 60_000,
} as const;
