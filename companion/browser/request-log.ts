import type { Page } from 'playwright-core';

/** The requests of a page and its workers, WebSockets included, to servers. */
export class RequestLog {
  readonly #requests: { readonly host: string; readonly startedAtMs: number }[] = [];
  readonly #ownHost: string;

  /** @param ownUrl of the app, whose server is not listed */
  constructor(page: Page, ownUrl: string) {
    this.#ownHost = new URL(ownUrl).host;
    page.on('request', (request) => this.#add(request.url()));
    page.on('websocket', (socket) => this.#add(socket.url()));
  }

  /** Requests since a time, in epoch milliseconds. */
  since(startedAtMs: number): { readonly hosts: readonly string[]; readonly requests: number } {
    const found = this.#requests.filter((request) => request.startedAtMs >= startedAtMs);
    const others = found.map(({ host }) => host).filter((host) => host !== this.#ownHost);
    return { hosts: [...new Set(others)], requests: found.length };
  }

  #add(url: string): void {
    const { host } = new URL(url); // excluding blob and data URLs
    if (host !== '') this.#requests.push({ host, startedAtMs: Date.now() });
  }
}
