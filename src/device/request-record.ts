/**
 * Records the requests of this page or worker from its performance timeline, which excludes WebSockets and the requests
 * of other workers.
 */
export class RequestRecord {
  readonly #requests: { readonly host: string; readonly startedAtMs: number }[] = [];
  readonly #observer = new PerformanceObserver((list) => this.#add(list.getEntries()));

  constructor() {
    this.#observer.observe({ type: 'resource', buffered: true });
  }

  /** Lists the host of each request since a time in epoch milliseconds. */
  listHostsSince(startedAtMs: number): readonly string[] {
    this.#add(this.#observer.takeRecords());
    return this.#requests.filter((request) => request.startedAtMs >= startedAtMs).map(({ host }) => host);
  }

  stop(): void {
    this.#observer.disconnect();
  }

  #add(entries: readonly PerformanceEntry[]): void {
    for (const { name, startTime } of entries) {
      const { host } = new URL(name); // empty for blob and data URLs
      if (host !== '') this.#requests.push({ host, startedAtMs: performance.timeOrigin + startTime });
    }
  }
}
