type Instantiate = (source: never, imports?: WebAssembly.Imports) => Promise<object>;

/**
 * Runs `start` and captures the memories of the wasm modules that it instantiates, because some engines do not expose
 * theirs. `WebAssembly.instantiate` and `instantiateStreaming` are replaced until `start` settles.
 */
export async function captureWasmMemories<T>(start: () => Promise<T>): Promise<[T, readonly WebAssembly.Memory[]]> {
  const memories = new Set<WebAssembly.Memory>();
  const { instantiate, instantiateStreaming } = WebAssembly;
  const intercept = (original: unknown): never => {
    const call = original as Instantiate;
    const wrapper: Instantiate = async (source, imports) => {
      const result = await call.call(WebAssembly, source, imports);
      const instance =
        result instanceof WebAssembly.Instance ? result : (result as { instance: WebAssembly.Instance }).instance;
      const values = [...Object.values(imports ?? {}).flatMap(Object.values), ...Object.values(instance.exports)];
      for (const value of values) if (value instanceof WebAssembly.Memory) memories.add(value);
      return result;
    };
    return wrapper as never;
  };
  WebAssembly.instantiate = intercept(instantiate);
  WebAssembly.instantiateStreaming = intercept(instantiateStreaming);
  try {
    return [await start(), [...memories]];
  } finally {
    Object.assign(WebAssembly, { instantiate, instantiateStreaming });
  }
}

/** Computes the total size of the memories in bytes. Wasm memory never shrinks, so this is also the peak. */
export function sumMemoryBytes(memories: readonly WebAssembly.Memory[]): number {
  return memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
}
