import type { Page } from 'playwright-core';

/** A log of the network requests of a page and its workers, including WebSockets. */
export class RequestLog {
  readonly #requests: { readonly host: string; readonly startedAtMs: number }[] = [];
  readonly #appHost: string;

  /** @param appUrl the URL of the app, whose host is not listed */
  constructor(page: Page, appUrl: string) {
    this.#appHost = new URL(appUrl).host;
    page.on('request', (request) => this.#add(request.url()));
    page.on('websocket', (socket) => this.#add(socket.url()));
  }

  /**
   * Counts the requests since a time, and lists their hosts other than the app's.
   * @param startedAtMs the time in milliseconds since 1970
   */
  summariseSince(startedAtMs: number): { readonly hosts: readonly string[]; readonly requests: number } {
    const requests = this.#requests.filter((request) => request.startedAtMs >= startedAtMs);
    const hosts = requests.map(({ host }) => host).filter((host) => host !== this.#appHost);
    return { hosts: [...new Set(hosts)], requests: requests.length };
  }

  #add(url: string): void {
    const { host } = new URL(url); // empty for blob and data URLs
    if (host !== '') this.#requests.push({ host, startedAtMs: Date.now() });
  }
}
