import { loadLiteRt, supportsFeature, type LiteRt } from '@litertjs/core';

/** The wasm builds of the engine. All but `compat` require relaxed SIMD. */
export type BuildId = 'compat' | 'simd' | 'threaded';

/** Selects the fastest build that this browser supports. */
export async function selectBuild(threads: number): Promise<BuildId> {
  if (!(await supportsFeature('relaxedSimd'))) return 'compat';
  return threads > 1 && (await supportsFeature('threads')) ? 'threaded' : 'simd';
}

const builds = {
  compat: async () => ({
    glue: await import('@litertjs/core/wasm/litert_wasm_compat_internal.js'),
    wasm: await import('@litertjs/core/wasm/litert_wasm_compat_internal.wasm?url'),
    script: null,
  }),
  simd: async () => ({
    glue: await import('@litertjs/core/wasm/litert_wasm_internal.js'),
    wasm: await import('@litertjs/core/wasm/litert_wasm_internal.wasm?url'),
    script: null,
  }),
  threaded: async () => ({
    glue: await import('@litertjs/core/wasm/litert_wasm_threaded_internal.js'),
    wasm: await import('@litertjs/core/wasm/litert_wasm_threaded_internal.wasm?url'),
    script: await import('@litertjs/core/wasm/litert_wasm_threaded_internal.js?url'),
  }),
} satisfies Record<BuildId, () => Promise<Build>>;

interface Build {
  readonly glue: { readonly default: object };
  readonly wasm: { readonly default: string };
  /** URL of the same glue code as a classic script, which starts the threads. */
  readonly script: { readonly default: string } | null;
}

/** The members of the global scope that the library's loader uses. */
interface LoaderScope {
  importScripts: (url: string) => void;
  ModuleFactory: object;
  Module: object;
}

export interface LoadedBuild {
  readonly engine: LiteRt;
  /**
   * The engine's error messages since the last call. Many failures appear only in its log: a model with an unsupported
   * operator compiles, runs, and returns uninitialised memory.
   */
  takeErrors(): string[];
}

let loaded: Promise<LoadedBuild> | undefined;

/**
 * Loads the library, with one build per worker. The library fetches its glue code with `importScripts`, which module
 * workers lack, so the glue is bundled as a module and assigned to the global that the script would have set.
 */
export function loadBuild(id: BuildId): Promise<LoadedBuild> {
  loaded ??= load(id);
  return loaded;
}

async function load(id: BuildId): Promise<LoadedBuild> {
  const { glue, wasm, script } = await builds[id]();
  const toAbsoluteUrl = (path: string) => new URL(path, globalThis.location.href).href;
  const scope = globalThis as unknown as LoaderScope;
  scope.importScripts = () => {};
  scope.ModuleFactory = glue.default;
  const errors: string[] = [];
  scope.Module = {
    print: () => {},
    printErr: (line: string) => {
      const message = /^ERROR: (?:\[[^\]]*\] )?(.+)/.exec(line)?.[1];
      if (message) errors.push(message);
    },
    locateFile: () => toAbsoluteUrl(wasm.default),
    ...(script && { mainScriptUrlOrBlob: toAbsoluteUrl(script.default) }),
  };
  const engine = await loadLiteRt('bundled.js');
  return { engine, takeErrors: () => errors.splice(0) };
}
