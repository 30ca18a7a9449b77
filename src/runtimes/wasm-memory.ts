type Instantiate = (source: never, imports?: WebAssembly.Imports) => Promise<object>;

/**
 * Runs `start`, and finds the memories of the wasm modules that are instantiated meanwhile, for engines that give no
 * access to theirs: `WebAssembly.instantiate` and `instantiateStreaming` are watched until `start` has ended, no longer.
 */
export async function captureWasmMemories<T>(start: () => Promise<T>): Promise<[T, readonly WebAssembly.Memory[]]> {
  const memories = new Set<WebAssembly.Memory>();
  const { instantiate, instantiateStreaming } = WebAssembly;
  const watched = (original: unknown): never => {
    const call = original as Instantiate;
    const watching: Instantiate = async (source, imports) => {
      const made = await call.call(WebAssembly, source, imports);
      const instance =
        made instanceof WebAssembly.Instance ? made : (made as { instance: WebAssembly.Instance }).instance;
      const values = [...Object.values(imports ?? {}).flatMap(Object.values), ...Object.values(instance.exports)];
      for (const value of values) if (value instanceof WebAssembly.Memory) memories.add(value);
      return made;
    };
    return watching as never;
  };
  WebAssembly.instantiate = watched(instantiate);
  WebAssembly.instantiateStreaming = watched(instantiateStreaming);
  try {
    return [await start(), [...memories]];
  } finally {
    Object.assign(WebAssembly, { instantiate, instantiateStreaming });
  }
}

/** Bytes that the memories have now. Wasm memory never shrinks, so this is also the most that they had. */
export function sizeOf(memories: readonly WebAssembly.Memory[]): number {
  return memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
}
