import type { EngineId } from '#core/engine/engines.ts';
import { LinkQuery } from './link-query.ts';
import { modelNames, readModel } from './model-query.ts';
import { resolveScoredReference, type Catalogue, type ModelReference } from './run-link.ts';

/** The contents of `#/files?…`. A link never contains files. */
export interface FilesLink {
  /** The model that embeds the files: bundled or stored. */
  readonly model: ModelReference<EngineId> | null;
  /** The id of a linked model. */
  readonly linkedId: string | null;
  /** Whether the user chooses the files of the model, on this page or on another. */
  readonly expectsFile: boolean;
  /** For automation: whether a language model from files will answer the question. */
  readonly expectsChat: boolean;
  /** For automation: the question to ask when the files are indexed; `null` for none. */
  readonly question: string | null;
}

export const embeddingTask = 'sentence-embedding';
const names = [...modelNames, 'chat', 'question'];

/**
 * Parses a link to the Files page.
 * @throws AppError link-invalid | model-unknown
 */
export function parseFilesLink(query: URLSearchParams, catalogue: Catalogue): FilesLink {
  const link = new LinkQuery([...query], names);
  const { modelId, linkedId, expectsFile } = readModel(link);
  return {
    model: modelId === null ? null : resolveScoredReference(modelId, embeddingTask, catalogue),
    linkedId,
    expectsFile,
    expectsChat: link.readChoice('chat', ['1']) !== null,
    question: link.readText('question'),
  };
}
