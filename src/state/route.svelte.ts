import { parseRoute } from './parse-route.ts';

/** The page's place, from the address. Changes made with `history.replaceState` are the page's own and not followed. */
class Router {
  #hash = $state(location.hash);
  readonly current = $derived(parseRoute(this.#hash));

  constructor() {
    addEventListener('hashchange', () => (this.#hash = location.hash));
  }

  /** Changes at every navigation, the same page with other parameters included. */
  get key(): string {
    return this.#hash;
  }
}

export const router = new Router();
