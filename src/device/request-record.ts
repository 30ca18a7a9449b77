/**
 * The requests of this page or worker, by its own performance timeline. It has neither WebSockets nor the requests of
 * other workers.
 */
export class RequestRecord {
  readonly #requests: { readonly host: string; readonly startedAtMs: number }[] = [];
  readonly #observer = new PerformanceObserver((list) => this.#add(list.getEntries()));

  constructor() {
    this.#observer.observe({ type: 'resource', buffered: true });
  }

  /** The host of each request since a time, in epoch milliseconds. */
  listHostsSince(startedAtMs: number): readonly string[] {
    this.#add(this.#observer.takeRecords());
    return this.#requests.filter((request) => request.startedAtMs >= startedAtMs).map(({ host }) => host);
  }

  stop(): void {
    this.#observer.disconnect();
  }

  #add(entries: readonly PerformanceEntry[]): void {
    for (const { name, startTime } of entries) {
      const { host } = new URL(name); // excluding blob and data URLs
      if (host !== '') this.#requests.push({ host, startedAtMs: performance.timeOrigin + startTime });
    }
  }
}
