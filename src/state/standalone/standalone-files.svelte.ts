import type { AppError } from '#core/errors/error.ts';
import type { StandaloneModel, StandaloneFiles, WriteReadme, TemplateId } from '#standalone/standalone-model.ts';
import { listTemplates, getModelFolder, createStandaloneFiles } from '#standalone/index.ts';
import { zipFiles } from '#standalone/zip-files.ts';
import { attempt } from '../shell/attempt.ts';

/** The files that run one model outside Assay, from the chosen template. */
export class StandaloneFilesView {
  model = $state.raw<StandaloneModel | null>(null);
  error = $state.raw<AppError | null>(null);
  /** Whether the model's header was read. */
  isRead = $state(false);
  #chosenTemplate = $state.raw<TemplateId | null>(null);
  readonly #writeReadme: WriteReadme;

  constructor(writeReadme: WriteReadme) {
    this.#writeReadme = writeReadme;
  }

  get templates(): readonly TemplateId[] {
    return this.model ? listTemplates(this.model) : [];
  }

  /** The chosen template; by default the first one. */
  get template(): TemplateId | null {
    const { templates } = this;
    const chosen = this.#chosenTemplate;
    return chosen !== null && templates.includes(chosen) ? chosen : (templates[0] ?? null);
  }

  set template(template: TemplateId | null) {
    this.#chosenTemplate = template;
  }

  get files(): StandaloneFiles {
    const { model, template } = this;
    return model && template ? createStandaloneFiles(template, model, this.#writeReadme) : {};
  }

  /** The folder into which the model's own files belong; `null` if there are no files. */
  get modelFolder(): string | null {
    const { model, template } = this;
    return model && template ? `${model.name}/${getModelFolder(template, model)}` : null;
  }

  async read(load: () => Promise<StandaloneModel | null>): Promise<void> {
    await attempt(this, async () => {
      this.model = await load();
    });
    this.isRead = true;
  }

  /** The files as a ZIP archive; `null` if there are none. */
  zip(): File | null {
    const { model, template } = this;
    if (!model || !template) return null;
    const bytes = zipFiles(model.name, this.files);
    return new File([bytes], `${model.name}-${template}.zip`, { type: 'application/zip' });
  }
}
