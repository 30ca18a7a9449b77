import type { HubModel } from '#core/model/hub-model.ts';

/** Models on the Hub: every `hub.json` in `models/`. */
export const hubCatalogue: readonly HubModel[] = Object.values(
  import.meta.glob<HubModel>('../../../models/*/hub.json', { eager: true, import: 'default' }),
);
