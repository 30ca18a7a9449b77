import type { Component } from 'svelte';
import type { Route } from '#state/parse-route.ts';

/** Loads the code of a route's page, with what the route holds as its props. The browser keeps it: a second call is free. */
export async function loadPage(route: Route): Promise<Component> {
  switch (route.page) {
    case 'home':
      return (await import('./home/HomePage.svelte')).default;
    case 'device':
      return withProps((await import('./device/DevicePage.svelte')).default, { query: route.query });
    case 'run': {
      // The engine starts beside the page's own code, not after it.
      const [{ default: RunPage }] = await Promise.all([import('./run/RunPage.svelte'), startRun(route.query)]);
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

let started: { readonly link: string; readonly starting: Promise<void> } | null = null;

/**
 * Starts a link's engine early, once: a second call could come after the page has taken the run, and leave an engine
 * that nobody takes.
 */
function startRun(query: URLSearchParams): Promise<void> {
  const link = query.toString();
  if (started?.link !== link) started = { link, starting: start(query) };
  return started.starting;
}

async function start(query: URLSearchParams): Promise<void> {
  const { beginRun } = await import('#state/run.svelte.ts');
  try {
    beginRun(query);
  } catch {
    return; // what is wrong with the link is met again, and shown, by the page
  }
}

/** A component is a function of where it stands and its props; this one has its props already. */
function withProps<Props extends Record<string, unknown>>(component: Component<Props>, props: Props): Component {
  return (place) => component(place, props);
}
