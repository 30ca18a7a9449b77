import type { Component } from 'svelte';
import { AppError } from '#core/errors/error.ts';
import type { Run } from '#state/run/run.svelte.ts';

/** A view takes a run of any task; only the view itself knows the type of the results. */
type View = Component<{ run: Run; onsample: () => void }>;

/** Loads the view in each folder with a `View.svelte`, by path. */
const loadersByPath = import.meta.glob<View>('./*/View.svelte', { import: 'default' });

/** @throws AppError `internal` if there is no such view */
export async function loadView(name: string): Promise<View> {
  const load = loadersByPath[`./${name}/View.svelte`];
  if (!load) throw new AppError('internal', { why: `there is no view called ${name}` });
  return load();
}
