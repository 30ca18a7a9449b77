import { parseRoute } from '#links/route.ts';
import { readHistoryEntry, replaceEntry } from './history-entry.ts';

/** The current route, from the URL hash. Changes by `history.replaceState` are made by the page itself and ignored. */
class Router {
  #hash = $state(location.hash);
  #navigationCount = $state(0);
  /** The position of the current history entry among those of the app. */
  #position: number;
  readonly current = $derived(parseRoute(this.#hash));

  /** Called before a page is left by a link, Back or another address. */
  canLeave: () => boolean = () => true;

  constructor() {
    this.#position = readHistoryEntry().position ?? 0;
    replaceEntry({ ...readHistoryEntry(), position: this.#position }, location.href);
    addEventListener('hashchange', () => this.#navigate());
  }

  #navigate(): void {
    const { position } = readHistoryEntry(); // an entry that a link created has none
    if (position === this.#position) return; // the browser returned after a refused navigation
    if (!this.canLeave()) {
      history.go(position === undefined ? -1 : this.#position - position);
      return;
    }
    this.#position = position ?? this.#position + 1;
    replaceEntry({ ...readHistoryEntry(), position: this.#position }, location.href);
    this.#hash = location.hash;
    this.#navigationCount += 1;
  }

  /**
   * Changes at every navigation, including to the same page with other parameters. The address alone is not enough: a
   * page that has rewritten it must restart when a link leads back to the original address.
   */
  get key(): number {
    return this.#navigationCount;
  }
}

export const router = new Router();
