import type { Component } from 'svelte';
import type { Route } from '#links/route.ts';
import { beginRun } from '#state/run/run.svelte.ts';

/** Loads the code of a route's page, with what the route holds as its props. The browser keeps it: a second call is free. */
export async function loadPage(route: Route): Promise<Component> {
  switch (route.page) {
    case 'home':
      return (await import('./home/HomePage.svelte')).default;
    case 'device':
      return withProps((await import('./device/DevicePage.svelte')).default, { query: route.query });
    case 'run': {
      // The engine starts beside the page's own code, not after it.
      startRun(route.query);
      const { default: RunPage } = await import('./run/RunPage.svelte');
      return withProps(RunPage, { query: route.query });
    }
    case 'bench':
      return withProps((await import('./report/BenchPage.svelte')).default, { query: route.query });
    case 'chat':
      return withProps((await import('./chat/ChatPage.svelte')).default, { query: route.query });
    case 'models':
      return withProps((await import('./models/ModelsPage.svelte')).default, { query: route.query });
    case 'result':
      return withProps((await import('./report/ResultPage.svelte')).default, { payload: route.payload });
    case 'compare':
      return withProps((await import('./report/ComparePage.svelte')).default, {
        first: route.first,
        second: route.second,
      });
    case 'unknown':
      return withProps((await import('./shell/UnknownPage.svelte')).default, { path: route.path });
  }
}

/** Starts what the link names; what is wrong with it is met again, and shown, by the page. */
function startRun(query: URLSearchParams): void {
  try {
    beginRun(query);
  } catch {
    // The page calls `takeRun`, which throws the same.
  }
}

/** A component is a function of where it stands and its props; this one has its props already. */
function withProps<Props extends Record<string, unknown>>(component: Component<Props>, props: Props): Component {
  return (place) => component(place, props);
}
