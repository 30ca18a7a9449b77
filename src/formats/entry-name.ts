/** Names of the file that an engine opens first, the surest first. */
const entries = [
  /^mlc-chat-config\.json$/,
  /^model\.json$/,
  /\.onnx$/i,
  /-00001-of-\d+\.gguf$/i,
  /\.gguf$/i,
  /\.tflite$/i,
  /\.safetensors$/i,
  /\.json$/i,
];

/** Files that lie beside others and say more about them. */
const beside: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\.safetensors$/, ['config.json']],
  [/^mlc-chat-config\.json$/, ['tensor-cache.json', 'ndarray-cache.json']],
  [/^(tensor|ndarray)-cache\.json$/, ['mlc-chat-config.json']],
];

/** Which of a model's files, by names without folders, is opened first; null where no name tells. */
export function entryName(names: readonly string[]): string | null {
  for (const pattern of entries) {
    const [first] = names.filter((name) => pattern.test(name)).sort();
    if (first !== undefined) return first;
  }
  return null;
}

/** What is worth asking for beside a file of this name, where there is no listing to look in. It may not be there. */
export function namesBeside(name: string): readonly string[] {
  return beside.find(([pattern]) => pattern.test(name))?.[1] ?? [];
}
