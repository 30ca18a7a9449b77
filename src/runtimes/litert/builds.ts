import { loadLiteRt, supportsFeature, type LiteRt } from '@litertjs/core';

/** The engine's wasm builds that we ship. Relaxed SIMD is the floor of all but `compat`. */
export type BuildId = 'compat' | 'simd' | 'threaded';

/** The best build for this browser. */
export async function buildFor(threads: number): Promise<BuildId> {
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
  /** The glue once more, as the classic script that its threads start from. */
  readonly script: { readonly default: string } | null;
}

/** What the library's loader reads and calls on the global scope. */
interface LoaderScope {
  importScripts: (url: string) => void;
  ModuleFactory: object;
  Module: object;
}

export interface LoadedBuild {
  readonly engine: LiteRt;
  /**
   * What the engine said went wrong since the last call. Of many failures it tells its log alone: a model with an
   * operator that it lacks compiles, runs, and answers whatever was in memory.
   */
  takeErrors(): string[];
}

let loaded: Promise<LoadedBuild> | undefined;

/**
 * The library, on one build per worker. It would fetch its glue with `importScripts`, which a module worker does not
 * have: the glue is bundled as a module instead and handed over where the script would have left it.
 */
export function loadBuild(id: BuildId): Promise<LoadedBuild> {
  loaded ??= load(id);
  return loaded;
}

async function load(id: BuildId): Promise<LoadedBuild> {
  const { glue, wasm, script } = await builds[id]();
  const absolute = (path: string) => new URL(path, globalThis.location.href).href;
  const scope = globalThis as unknown as LoaderScope;
  scope.importScripts = () => {};
  scope.ModuleFactory = glue.default;
  const errors: string[] = [];
  scope.Module = {
    print: () => {},
    printErr: (line: string) => {
      const said = /^ERROR: (?:\[[^\]]*\] )?(.+)/.exec(line)?.[1];
      if (said) errors.push(said);
    },
    locateFile: () => absolute(wasm.default),
    ...(script && { mainScriptUrlOrBlob: absolute(script.default) }),
  };
  const engine = await loadLiteRt('bundled.js');
  return { engine, takeErrors: () => errors.splice(0) };
}
