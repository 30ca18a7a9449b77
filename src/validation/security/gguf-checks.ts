import type { ByteSource } from '#core/model/model.ts';
import { readGgufHeader } from '#formats/gguf/read-gguf-header.ts';
import type { Finding } from './finding.ts';
import { checkTemplate } from './template-checks.ts';
import { checkHidden, checkText } from './text-checks.ts';

/** Matches `tokenizer.chat_template` and named templates such as `tokenizer.chat_template.tool_use`. */
const templateKeyPattern = /^tokenizer\.chat_template\b/;

/**
 * Checks the metadata and tensor names of a GGUF file, which has no graph.
 * @throws AppError model-corrupt | model-unsupported
 */
export async function checkGguf(source: ByteSource): Promise<Finding[]> {
  const { metadata, tensors } = await readGgufHeader(source);
  const texts = [...metadata].filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return [
    ...texts.flatMap(([key, text]) => (templateKeyPattern.test(key) ? checkTemplate(key, text) : checkText(key, text))),
    ...[...metadata.keys()].flatMap((key) => checkHidden(key, key)),
    ...tensors.flatMap(({ name }) => checkHidden(name, name)),
  ];
}
