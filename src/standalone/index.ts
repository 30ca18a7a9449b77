import type {
  StandaloneModel,
  StandaloneFiles,
  StandaloneTemplate,
  TemplateId,
  WriteReadme,
} from './standalone-model.ts';
import { container } from './templates/container.ts';
import { kserve } from './templates/kserve.ts';
import { llamaServer } from './templates/llama-server.ts';
import { mobile } from './templates/mobile.ts';
import { node } from './templates/node.ts';
import { page } from './templates/page.ts';
import { python } from './templates/python.ts';
import { triton } from './templates/triton.ts';

/** Ways to run a model outside Assay, by id: one file each. */
const templates: Readonly<Record<TemplateId, StandaloneTemplate>> = {
  page,
  node,
  python,
  container,
  triton,
  kserve,
  'llama-server': llamaServer,
  mobile,
};

export const templateIds = Object.keys(templates) as readonly TemplateId[];

/** The ways in which this model can run outside Assay. */
export const listTemplates = (model: StandaloneModel): TemplateId[] =>
  templateIds.filter((id) => templates[id].supports(model));

/** Writes the files of one way to run a model outside Assay, with their README, by their paths in a folder. */
export function createStandaloneFiles(
  id: TemplateId,
  model: StandaloneModel,
  writeReadme: WriteReadme,
): StandaloneFiles {
  return { 'README.md': writeReadme(id, model), ...templates[id].write(model) };
}

/** Where the model's own files belong in that folder. */
export const getModelFolder = (id: TemplateId, model: StandaloneModel): string => templates[id].getModelFolder(model);
