import type { EngineSettings } from '#core/engine/engine-settings.ts';
import type { Target } from '#core/engine/engines.ts';
import type { FormatId, ValueFacts } from '#core/model/model-facts.ts';

/** A model to run outside Assay, with the configuration that Assay measured or recommends. */
export interface StandaloneModel {
  /** Name of folders and services: letters, digits, `-` (`toServiceName`). */
  readonly name: string;
  /** Names of its files; the first is opened, the others contain its weights. */
  readonly files: readonly [string, ...string[]];
  readonly format: FormatId;
  readonly inputs: readonly ValueFacts[];
  readonly outputs: readonly ValueFacts[];
  readonly configuration: StandaloneConfiguration;
}

export interface StandaloneConfiguration extends Target {
  /** `null` if the engine decides. */
  readonly threads: number | null;
  readonly settings: EngineSettings;
}

/**
 * Describes in Markdown, in one language, what the files of a template are and how to use them:
 * `src/words/<language>/models/standalone.ts`.
 */
export type WriteReadme = (id: TemplateId, model: StandaloneModel) => string;

export type TemplateId = 'page' | 'node' | 'python' | 'container' | 'triton' | 'kserve' | 'mobile' | 'llama-server';

/** Files by their paths, without those of the model, which belong in `modelFolder`. */
export type StandaloneFiles = Readonly<Record<string, string>>;

export interface StandaloneTemplate {
  /** Whether the template supports the format and the types of inputs and outputs. */
  supports(model: StandaloneModel): boolean;
  /** Where the model's files belong, relative to the template's folder; empty for that folder itself. */
  getModelFolder(model: StandaloneModel): string;
  /** The files, by their paths in the template's folder. */
  write(model: StandaloneModel): StandaloneFiles;
}

/** A name that Kubernetes (RFC 1123), Triton and Docker accept. */
export function toServiceName(fileName: string): string {
  const stem = fileName.replace(/\.[^.]+$/, '');
  const name = stem.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return (
    name
      .replace(/^-+|-+$/g, '')
      .slice(0, 50)
      .replace(/-+$/, '') || 'model'
  );
}

/** The lines of a file. */
export const joinLines = (...lines: readonly (string | readonly string[])[]): string => `${lines.flat().join('\n')}\n`;
