import type { Model } from '#core/model.ts';

/** The models that come with the app: every folder in `models/`. */
export const catalogue: readonly Model[] = Object.values(
  import.meta.glob<Model>('../../../models/*/model.json', { eager: true, import: 'default' }),
);
