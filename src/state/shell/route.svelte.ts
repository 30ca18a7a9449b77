import { parseRoute } from '#links/route.ts';

/** The current route, from the URL hash. Changes by `history.replaceState` are made by the page itself and ignored. */
class Router {
  #hash = $state(location.hash);
  #arrivals = $state(0);
  readonly current = $derived(parseRoute(this.#hash));

  /** Called before a page is left by a link, Back or another address. */
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
   * Changes at every navigation, including to the same page with other parameters. The address alone is not enough: a
   * page that has rewritten it must restart when a link leads back to the original address.
   */
  get key(): number {
    return this.#arrivals;
  }
}

export const router = new Router();
