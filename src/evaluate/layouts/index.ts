import type { LayoutId } from '../labelled-set.ts';
import { classFolders } from './class-folders.ts';
import type { Layout } from './layout.ts';
import { table } from './table.ts';
import { unlabelled } from './unlabelled.ts';

/** Every layout. Several may fit a folder; a person then chooses. */
export const layouts: Readonly<Record<LayoutId, Layout>> = {
  'class-folders': classFolders,
  table,
  unlabelled,
};
