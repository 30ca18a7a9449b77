import type { Component } from 'svelte';
import { AppError } from '#core/errors/error.ts';
import type { Run } from '#state/run/run.svelte.ts';

/** The props of every view; only the view of a task knows the type of its results. */
type View = Component<{ run: Run; onsample: () => void }>;

/** The views of tasks: folders with a `View.svelte`, loaded when shown. */
const views = import.meta.glob<View>('./*/View.svelte', { import: 'default' });

export async function loadView(name: string): Promise<View> {
  const load = views[`./${name}/View.svelte`];
  if (!load) throw new AppError('internal', { why: `there is no view called ${name}` });
  return load();
}
