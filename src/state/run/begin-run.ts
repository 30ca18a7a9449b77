import { parseRunLink } from '#links/run-link.ts';
import { getTask } from '#tasks/index.ts';
import { bundledModels } from '../shell/bundled-models.ts';
import { hubCatalogue } from '../shell/hub-catalogue.ts';
import { Run } from './run.svelte.ts';

/** A run that was started before its page was loaded. */
let started: { readonly key: string; readonly run: Run } | null = null;

/**
 * Starts the engine of a link, once per link.
 * @throws AppError link-invalid | model-unknown
 */
export function beginRun(query: URLSearchParams): Run {
  const key = query.toString();
  if (started?.key === key) return started.run;
  started?.run.close();
  started = null;
  const link = parseRunLink(query, { models: bundledModels, hubModels: hubCatalogue });
  const run = new Run(link, getTask(link.task));
  run.start();
  started = { key, run };
  return run;
}

/**
 * Returns the run of a link, and starts it if necessary; the caller must close it.
 * @throws whatever {@link beginRun} throws
 */
export function takeRun(query: URLSearchParams): Run {
  const run = beginRun(query);
  started = null;
  return run;
}
