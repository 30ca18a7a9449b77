import { isClassList } from '../labels/class-names-file.ts';
import type { Layout } from './layout.ts';

/** Texts for a language model, which predicts their tokens. No labels are needed. */
export const plainText: Layout = {
  labels: [],
  inputs: ['text'],
  detect: () => false, // detected only if no other layout fits
  read(files) {
    const paths = files.listByKind('text').filter((path) => !isClassList(path));
    return Promise.resolve({ items: paths.map((path) => ({ path, label: null })), classes: [], problems: [] });
  },
};
