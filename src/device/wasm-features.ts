/** WebAssembly features of this browser, detected by validation of a minimal module with the feature. */
export interface WasmFeatures {
  readonly simd: boolean;
  readonly relaxedSimd: boolean;
  /** Shared memory, which threads require in addition to cross-origin isolation. */
  readonly sharedMemory: boolean;
  readonly memory64: boolean;
  /**
   * JavaScript Promise Integration, by which wasm can wait for the GPU without a special build (10 MB less to
   * download).
   */
  readonly jspi: boolean;
}

export function readWasmFeatures(): WasmFeatures {
  const splat = [0x41, 0x00, 0xfd, 0x0f]; // i32.const 0, i8x16.splat
  const relaxedSwizzle = [0xfd, 0x80, 0x02];
  return {
    simd: validates(encodeVectorFunction(splat)),
    relaxedSimd: validates(encodeVectorFunction([...splat, ...splat, ...relaxedSwizzle])),
    sharedMemory: validates(encodeMemory(0x03, 1, 1)),
    memory64: validates(encodeMemory(0x04, 1)),
    jspi: 'Suspending' in WebAssembly,
  };
}

type Section = readonly [id: number, ...content: number[]];

/** Encodes a module with one function of type `() -> v128` and this body. */
function encodeVectorFunction(body: readonly number[]): Section[] {
  return [
    [1, 1, 0x60, 0, 1, 0x7b],
    [3, 1, 0],
    [10, 1, body.length + 2, 0, ...body, 0x0b],
  ];
}

/** Encodes a module with one memory of these limit flags and page counts. */
function encodeMemory(flags: number, ...pages: number[]): Section[] {
  return [[5, 1, flags, ...pages]];
}

function validates(sections: readonly Section[]): boolean {
  const bytes = sections.flatMap(([id, ...content]) => [id, content.length, ...content]);
  return WebAssembly.validate(new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...bytes]));
}
