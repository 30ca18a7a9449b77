import { parseRunLink } from '#links/run-link.ts';
import { getTask } from '#tasks/index.ts';
import { bundledModels } from '../shell/bundled-models.ts';
import { hubCatalogue } from '../shell/hub-catalogue.ts';
import { Run } from './run.svelte.ts';

/** The run that was started before its page was loaded, until the page takes it. */
let startedRun: { readonly key: string; readonly run: Run } | null = null;

/**
 * Starts the run of a link, or returns it if it was already started. Another run that no page has taken is closed.
 * @throws AppError link-invalid | model-unknown
 */
export function beginRun(query: URLSearchParams): Run {
  const key = query.toString();
  if (startedRun?.key === key) return startedRun.run;
  startedRun?.run.close();
  startedRun = null;
  const link = parseRunLink(query, { models: bundledModels, hubModels: hubCatalogue });
  const run = new Run(link, getTask(link.task));
  run.start();
  startedRun = { key, run };
  return run;
}

/**
 * Returns the run of a link, and starts it if necessary; the caller must close it.
 * @throws any error of {@link beginRun}
 */
export function takeRun(query: URLSearchParams): Run {
  const run = beginRun(query);
  startedRun = null;
  return run;
}
