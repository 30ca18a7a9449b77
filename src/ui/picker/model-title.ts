import { bundledModels } from '#state/shell/bundled-models.ts';
import { hubCatalogue } from '#state/shell/hub-catalogue.ts';
import { resolveStoredId } from '#core/model/hub-model.ts';
import { getCompanionName } from '#core/model/model-id.ts';
import { text } from '#words/text.ts';

const workloads: () => Readonly<Record<string, string>> = () => text.engine.workloads;

/**
 * The title of a workload or of a model of the catalogue, by the id in its report; the name of a model in the
 * companion; otherwise the id. User files cannot be confused with them, since their names have an extension.
 */
export function getModelTitle(id: string): string {
  const named = [...bundledModels, ...hubCatalogue].find(
    (model) => model.id === id || resolveStoredId(model.id, hubCatalogue) === id,
  );
  return workloads()[id] ?? named?.name ?? getCompanionName(id) ?? id;
}
