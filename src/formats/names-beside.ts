/** Files that lie beside others and say more about them. */
const beside: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\.safetensors$/, ['config.json']],
  [/^mlc-chat-config\.json$/, ['tensor-cache.json', 'ndarray-cache.json']],
  [/^(tensor|ndarray)-cache\.json$/, ['mlc-chat-config.json']],
];

/** What is worth asking for beside a file of this name, where there is no listing to look in. It may not be there. */
export function namesBeside(name: string): readonly string[] {
  return beside.find(([pattern]) => pattern.test(name))?.[1] ?? [];
}
