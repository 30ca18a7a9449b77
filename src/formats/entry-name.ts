import { entryFile } from '#core/entry-file.ts';

/** Files that lie beside others and say more about them. */
const beside: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\.safetensors$/, ['config.json']],
  [/^mlc-chat-config\.json$/, ['tensor-cache.json', 'ndarray-cache.json']],
  [/^(tensor|ndarray)-cache\.json$/, ['mlc-chat-config.json']],
];

/** Which of a model's files, by names without folders, is opened first; null where no name tells. */
export function entryName(names: readonly string[]): string | null {
  return entryFile(names)?.name ?? null;
}

/** What is worth asking for beside a file of this name, where there is no listing to look in. It may not be there. */
export function namesBeside(name: string): readonly string[] {
  return beside.find(([pattern]) => pattern.test(name))?.[1] ?? [];
}
