import type { Layout } from './layout.ts';

/** Any folder of inputs without labels: the results of another model are the reference. */
export const unlabelled: Layout = {
  labels: [],
  detect: () => false, // only if no other layout fits
  read: (files, { input }) =>
    Promise.resolve({ items: files.ofKind(input).map((path) => ({ path, label: null })), classes: [], problems: [] }),
};
