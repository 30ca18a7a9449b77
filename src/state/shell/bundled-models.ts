import type { Model } from '#core/model/model.ts';

/** The bundled models: every folder in `models/` that has a `model.json`. */
export const bundledModels: readonly Model[] = Object.values(
  import.meta.glob<Model>('../../../models/*/model.json', { eager: true, import: 'default' }),
);
