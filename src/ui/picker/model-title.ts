import { bundledModels } from '#state/shell/bundled-models.ts';
import { hubCatalogue } from '#state/shell/hub-catalogue.ts';
import { resolveStoredId } from '#core/model/hub-model.ts';
import { getCompanionName } from '#core/model/model-id.ts';
import { text } from '#words/text.ts';

const getWorkloadNames: () => Readonly<Record<string, string>> = () => text.engine.workloads;

/**
 * Returns the title of a model by its id in reports: the name of a workload, of a listed model or of a model in the
 * companion, otherwise the id itself. File names of users cannot be mistaken for ids, because they have an extension.
 */
export function getModelTitle(id: string): string {
  const listedModel = [...bundledModels, ...hubCatalogue].find(
    (model) => model.id === id || resolveStoredId(model.id, hubCatalogue) === id,
  );
  return getWorkloadNames()[id] ?? listedModel?.name ?? getCompanionName(id) ?? id;
}
