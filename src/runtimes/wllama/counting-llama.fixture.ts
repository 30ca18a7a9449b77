import { encodeLlama } from '#formats/gguf/counting-llama.ts';
import type { ModelFiles } from '#core/model/model.ts';

export { createCountingLlama, encodeLlama } from '#formats/gguf/counting-llama.ts';

/** An interrupted download, and a file of a different type. */
export function createCorruptModels(): Record<string, ModelFiles> {
  const bytes = encodeLlama({ width: 64, hidden: 32, layers: 1 });
  return {
    'truncated in the header': toModelFiles('header.gguf', bytes.slice(0, 500)),
    'truncated in the weights': toModelFiles('weights.gguf', bytes.slice(0, bytes.length - 4096)),
    'not a model': toModelFiles('page.gguf', new TextEncoder().encode('<!doctype html><title>404</title>')),
    empty: toModelFiles('empty.gguf', new Uint8Array()),
    'without its file': { id: 'none', entry: 'none.gguf', files: new Map() },
  };
}

function toModelFiles(name: string, bytes: Uint8Array<ArrayBuffer>): ModelFiles {
  return { id: name, entry: name, files: new Map([[name, bytes]]) };
}
