import type { HubModel } from '#core/hub.ts';

/** Models that lie on the hub: every `hub.json` in `models/`. */
export const hubCatalogue: readonly HubModel[] = Object.values(
  import.meta.glob<HubModel>('../../../models/*/hub.json', { eager: true, import: 'default' }),
);

/** The id under which this browser keeps a listed model's file once it is downloaded; any other id unchanged. */
export function storedIdOf(id: string): string {
  const listed = hubCatalogue.find((model) => model.id === id);
  return listed?.file === undefined ? id : `${listed.repository}:${listed.file}`;
}
