import type { Component } from 'svelte';
import type { Route } from '#links/route.ts';
import type { Area } from '#words/language.ts';
import { loadText } from '#words/text.ts';

/**
 * Loads the page of a route and its texts, with the parameters of the route as its props. Both are cached by the module
 * loader, so a second call is free.
 */
export async function loadPage(route: Route): Promise<Component> {
  switch (route.page) {
    case 'home':
      return load(import('./home/HomePage.svelte'), 'home');
    case 'help':
      return load(import('./about/HelpPage.svelte'), 'about');
    case 'about':
      return load(import('./about/AboutPage.svelte'), 'about', 'home');
    case 'method':
      return load(import('./about/MethodPage.svelte'), 'about', 'chat');
    case 'device':
      return bindProps(await load(import('./device/DevicePage.svelte'), 'device', 'results', 'share'), {
        query: route.query,
      });
    case 'companion':
      return bindProps(await load(import('./companion/CompanionPage.svelte'), 'nativeEngines'), { query: route.query });
    case 'run': {
      const page = load(
        import('./run/RunPage.svelte'),
        'corrections',
        'deployments',
        'drift',
        'engine',
        'gates',
        'picker',
        'run',
        'teach',
      );
      await startRun(route.query);
      return bindProps(await page, { query: route.query });
    }
    case 'deployments': {
      const page = load(
        import('./deployments/DeploymentsPage.svelte'),
        'deployedInputs',
        'deployments',
        'drift',
        'engine',
        'evaluate',
        'gates',
        'monitor',
        'remedies',
        'review',
        'run',
        'staging',
      );
      return bindProps(await page, { query: route.query });
    }
    case 'evaluate':
      return bindProps(
        await load(
          import('./evaluate/EvaluatePage.svelte'),
          'bench',
          'engine',
          'evaluate',
          'gates',
          'hallmark',
          'history',
          'picker',
          'report',
          'results',
          'review',
          'robustness',
          'run',
          'share',
        ),
        {
          query: route.query,
        },
      );
    case 'optimise': {
      const page = load(
        import('./optimise/OptimisePage.svelte'),
        'standalone',
        'engine',
        'evaluate',
        'gates',
        'graph',
        'hallmark',
        'optimise',
        'picker',
        'report',
        'share',
      );
      return bindProps(await page, { query: route.query });
    }
    case 'graph':
      return bindProps(await load(import('./graph/GraphPage.svelte'), 'graph', 'picker'), { query: route.query });
    case 'bench': {
      const page = await load(
        import('./bench/BenchPage.svelte'),
        'engine',
        'bench',
        'gates',
        'hallmark',
        'picker',
        'report',
        'results',
        'share',
      );
      return bindProps(page, { query: route.query });
    }
    case 'profile': {
      const page = load(import('./profile/ProfilePage.svelte'), 'bench', 'engine', 'picker', 'profile');
      return bindProps(await page, { query: route.query });
    }
    case 'targets': {
      const page = load(import('./targets/TargetsPage.svelte'), 'bench', 'engine', 'picker', 'share', 'targets');
      return bindProps(await page, { query: route.query });
    }
    case 'teach':
      return bindProps(
        await load(import('./teach/TeachPage.svelte'), 'evaluate', 'federation', 'picker', 'run', 'teach'),
        {
          query: route.query,
        },
      );
    case 'tune': {
      const page = load(import('./tune/TunePage.svelte'), 'bench', 'standalone', 'engine', 'picker', 'targets', 'tune');
      return bindProps(await page, { query: route.query });
    }
    case 'chat':
      return bindProps(await load(import('./chat/ChatPage.svelte'), 'engine', 'chat', 'picker'), {
        query: route.query,
      });
    case 'files':
      return bindProps(await load(import('./files/FilesPage.svelte'), 'engine', 'files', 'picker'), {
        query: route.query,
      });
    case 'models':
      return bindProps(await load(import('./models/ModelsPage.svelte'), 'standalone', 'engine', 'models', 'picker'), {
        query: route.query,
      });
    case 'result': {
      const page = await load(
        import('./report/ResultPage.svelte'),
        'engine',
        'bench',
        'gates',
        'report',
        'results',
        'share',
      );
      return bindProps(page, { payload: route.payload });
    }
    case 'verify':
      return bindProps(await load(import('./verify/VerifyPage.svelte'), 'hallmark', 'share'), {
        payload: route.hallmark,
      });
    case 'results':
      return bindProps(await load(import('./results/ResultsPage.svelte'), 'engine', 'results', 'history'), {
        query: route.query,
      });
    case 'stored-result': {
      const page = await load(
        import('./results/StoredResultPage.svelte'),
        'engine',
        'bench',
        'report',
        'results',
        'history',
        'gates',
        'review',
        'hallmark',
        'share',
      );
      return bindProps(page, { id: route.id });
    }
    case 'compare': {
      const page = await load(import('./report/ComparePage.svelte'), 'engine', 'bench', 'report', 'results', 'share');
      return bindProps(page, { first: route.first, second: route.second });
    }
    case 'compare-stored': {
      const page = await load(import('./results/CompareStoredPage.svelte'), 'engine', 'results', 'history');
      return bindProps(page, { first: route.first, second: route.second });
    }
    case 'unknown':
      return bindProps((await import('./shell/UnknownPage.svelte')).default, { path: route.path });
  }
}

/** Loads the component of a page and its texts in parallel. */
async function load<Page>(module: Promise<{ readonly default: Page }>, ...areas: readonly Area[]): Promise<Page> {
  const [{ default: page }] = await Promise.all([module, loadText(...areas)]);
  return page;
}

/**
 * Imported once: a second `import()` of the bundler can resolve before the first, and the late call would then start a
 * second engine after the page has taken over the first.
 */
let runModule: Promise<typeof import('#state/run/begin-run.ts')> | undefined;

/** Starts the engine while the code of the page loads. The page shows the error of an invalid link. */
async function startRun(query: URLSearchParams): Promise<void> {
  try {
    runModule ??= import('#state/run/begin-run.ts');
    (await runModule).beginRun(query);
  } catch {
    // The page calls `takeRun`, which throws the same error.
  }
}

/** Binds props to a component. */
function bindProps<Props extends Record<string, unknown>>(component: Component<Props>, props: Props): Component {
  return (anchor) => component(anchor, props);
}
