import type { Component } from 'svelte';
import { AppError } from '#core/error.ts';
import type { Run } from '#state/run/run.svelte.ts';

/** Every view has these props; what the results of a run are, the view of its task alone knows. */
type View = Component<{ run: Run; onsample: () => void }>;

/** The view of every task: a folder with a `View.svelte`, loaded when it is shown. */
const views = import.meta.glob<View>('./*/View.svelte', { import: 'default' });

export async function loadView(name: string): Promise<View> {
  const load = views[`./${name}/View.svelte`];
  if (!load) throw new AppError('internal', { why: `there is no view called ${name}` });
  return load();
}
