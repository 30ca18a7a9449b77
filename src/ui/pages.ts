import type { Component } from 'svelte';
import type { Route } from '#links/route.ts';
import type { Area } from '#words/language.ts';
import { loadText } from '#words/text.ts';

/**
 * Loads a route's page and its words, with what the route holds as its props. The browser keeps both: a second call is
 * free.
 */
export async function loadPage(route: Route): Promise<Component> {
  switch (route.page) {
    case 'home':
      return load(import('./home/HomePage.svelte'), 'home');
    case 'device':
      return withProps(await load(import('./device/DevicePage.svelte'), 'device', 'results', 'share'), {
        query: route.query,
      });
    case 'run': {
      const page = load(import('./run/RunPage.svelte'), 'engine', 'run');
      await startRun(route.query);
      return withProps(await page, { query: route.query });
    }
    case 'bench': {
      const page = await load(import('./report/BenchPage.svelte'), 'engine', 'bench', 'report', 'results', 'share');
      return withProps(page, { query: route.query });
    }
    case 'chat':
      return withProps(await load(import('./chat/ChatPage.svelte'), 'engine', 'chat'), { query: route.query });
    case 'models':
      return withProps(await load(import('./models/ModelsPage.svelte'), 'models'), { query: route.query });
    case 'result': {
      const page = await load(import('./report/ResultPage.svelte'), 'engine', 'bench', 'report', 'results', 'share');
      return withProps(page, { payload: route.payload });
    }
    case 'results':
      return withProps(await load(import('./results/ResultsPage.svelte'), 'engine', 'results'), { query: route.query });
    case 'stored-result': {
      const page = await load(
        import('./results/StoredResultPage.svelte'),
        'engine',
        'bench',
        'report',
        'results',
        'share',
      );
      return withProps(page, { id: route.id });
    }
    case 'compare': {
      const page = await load(import('./report/ComparePage.svelte'), 'engine', 'bench', 'report', 'results', 'share');
      return withProps(page, { first: route.first, second: route.second });
    }
    case 'unknown':
      return withProps((await import('./shell/UnknownPage.svelte')).default, { path: route.path });
  }
}

/** A page's code and its words, side by side. */
async function load<Page>(code: Promise<{ readonly default: Page }>, ...words: readonly Area[]): Promise<Page> {
  const [{ default: page }] = await Promise.all([code, loadText(...words)]);
  return page;
}

/**
 * Asked for once: the bundler's second `import()` can resolve before its first, and a call that is overtaken would start
 * a second engine after the page has taken over the first.
 */
let runCode: Promise<typeof import('#state/run/run.svelte.ts')> | undefined;

/** Starts the engine beside the page's code, not after it. What is wrong with the link the page meets again, and shows. */
async function startRun(query: URLSearchParams): Promise<void> {
  try {
    runCode ??= import('#state/run/run.svelte.ts');
    (await runCode).beginRun(query);
  } catch {
    // The page calls `takeRun`, which throws the same.
  }
}

/** A component is a function of where it stands and its props; this one has its props already. */
function withProps<Props extends Record<string, unknown>>(component: Component<Props>, props: Props): Component {
  return (place) => component(place, props);
}
