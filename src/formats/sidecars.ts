/** Files with additional facts about a model, by the name of the model file. */
const sidecars: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\.safetensors$/, ['config.json']],
  [/^mlc-chat-config\.json$/, ['tensor-cache.json', 'ndarray-cache.json']],
  [/^(tensor|ndarray)-cache\.json$/, ['mlc-chat-config.json']],
];

/** Sidecar files to request if the model's folder cannot be listed. They may not exist. */
export function listSidecarNames(name: string): readonly string[] {
  return sidecars.find(([pattern]) => pattern.test(name))?.[1] ?? [];
}
