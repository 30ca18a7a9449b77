import { parseRoute } from '#links/route.ts';

/** The page's place, from the address. Changes made with `history.replaceState` are the page's own and not followed. */
class Router {
  #hash = $state(location.hash);
  #arrivals = $state(0);
  readonly current = $derived(parseRoute(this.#hash));

  /** Asked before a page is left, by a link, Back or another address. */
  mayLeave: () => boolean = () => true;

  constructor() {
    addEventListener('hashchange', ({ oldURL }) => {
      if (!this.mayLeave()) {
        history.pushState(null, '', oldURL); // the page stays, and its address with it
        return;
      }
      this.#hash = location.hash;
      this.#arrivals += 1;
    });
  }

  /**
   * Changes at every navigation, the same page with other parameters included. The address alone would not do: a page
   * that rewrote it is to start anew when a link leads back to where it started.
   */
  get key(): number {
    return this.#arrivals;
  }
}

export const router = new Router();
