import type { HubModel } from '#core/model/hub-model.ts';

/** Models on the hub: every `hub.json` in `models/`. */
export const hubCatalogue: readonly HubModel[] = Object.values(
  import.meta.glob<HubModel>('../../../models/*/hub.json', { eager: true, import: 'default' }),
);
