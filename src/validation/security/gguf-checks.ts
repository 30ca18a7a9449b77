import type { ByteSource } from '#core/model/model.ts';
import { readGgufHeader } from '#formats/gguf/read-gguf-header.ts';
import type { Finding } from './finding.ts';
import { checkTemplate } from './template-checks.ts';
import { checkHidden, checkText } from './text-checks.ts';

/** `tokenizer.chat_template`, and further ones such as `tokenizer.chat_template.tool_use`. */
const templateKey = /^tokenizer\.chat_template\b/;

/**
 * What is in the metadata of a GGUF file: it has no graph.
 * @throws AppError model-corrupt | model-unsupported
 */
export async function checkGguf(source: ByteSource): Promise<Finding[]> {
  const { metadata, tensors } = await readGgufHeader(source);
  const texts = [...metadata].filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return [
    ...texts.flatMap(([key, text]) => (templateKey.test(key) ? checkTemplate(key, text) : checkText(key, text))),
    ...[...metadata.keys()].flatMap((key) => checkHidden(key, key)),
    ...tensors.flatMap(({ name }) => checkHidden(name, name)),
  ];
}
