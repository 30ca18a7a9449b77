import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import type * as Ort from 'onnxruntime-web';

/** The placement of the nodes of one model. */
interface Placement {
  /** The execution provider by node name; empty if the model was rejected. */
  readonly placed: Readonly<Record<string, string>>;
  /** Whether the model is invalid, regardless of the provider. */
  readonly isInvalid: boolean;
  readonly hasNoKernel: boolean;
  /** Whether values are copied to the GPU, and from it. */
  readonly copiesIn: boolean;
  readonly copiesOut: boolean;
  /** The engine's message if it rejected the model. */
  readonly why: string;
}

export interface Engine {
  readonly version: string;
  place(provider: 'webgpu' | 'wasm', models: readonly Uint8Array[]): Promise<readonly Placement[]>;
}

const origin = 'http://localhost';

/** Opens the app's build for WebGPU in an empty page of an isolated origin. */
export async function openEngine(browser: Browser, folder: string): Promise<Engine> {
  const page = await browser.newPage();
  await page.route(`${origin}/**`, (route) => {
    const file = new URL(route.request().url()).pathname;
    if (file === '/') return route.fulfill({ contentType: 'text/html', body: '<!doctype html>' });
    return route.fulfill({ path: join(folder, file) });
  });
  await page.goto(origin);
  const version = await page.evaluate(async () => {
    const lines: string[] = [];
    console.error = (...words: unknown[]) => lines.push(words.join(' ')); // the library's log
    const library = (await import(/* @vite-ignore */ new URL('/ort.jspi.min.mjs', location.href).href)) as typeof Ort;
    library.env.wasm.numThreads = 1;
    library.env.logLevel = 'verbose';
    Object.assign(globalThis, { library, lines });
    return library.env.versions.web ?? 'unknown';
  });
  return {
    version,
    place: (provider, models) =>
      page.evaluate(placeInPage, {
        provider,
        models: models.map((bytes) => Buffer.from(bytes).toString('base64')),
      }),
  };
}

/** Determines placements in the page, so it must not use anything outside the function. */
async function placeInPage({ provider, models }: { provider: string; models: string[] }): Promise<Placement[]> {
  const { library, lines } = globalThis as unknown as { library: typeof Ort; lines: string[] };
  const placements: Placement[] = [];
  for (const model of models) {
    lines.length = 0;
    let why = '';
    try {
      const session = await library.InferenceSession.create(
        Uint8Array.from(atob(model), (character) => character.charCodeAt(0)),
        { executionProviders: [provider], logSeverityLevel: 0, graphOptimizationLevel: 'disabled' },
      );
      await session.release();
    } catch (thrown) {
      why = String(thrown);
    }
    const placed: Record<string, string> = {};
    let current = '';
    let isAll = false;
    for (const line of lines) {
      const header = /(All nodes|Node\(s\)) placed on \[(\w+)\]/.exec(line);
      if (header) [isAll, current] = [header[1] === 'All nodes', header[2]!];
      const node = /VerifyEachNodeIsAssignedToAnEp\]\s+\w+ \((.*)\)/.exec(line);
      if (node && current !== '' && !header) placed[node[1]!] = current;
    }
    if (isAll) for (const name of ['tested', 'sum']) placed[name] = current;
    const hasNoKernel = /Could not find an implementation|IsNodeCompatibleWithProvider/.test(why);
    const isInvalid =
      why !== '' && Object.keys(placed).length === 0 && /ERROR_CODE: (1|7|10)\b/.test(why) && !hasNoKernel;
    const log = lines.join('\n');
    const [copiesIn, copiesOut] = [/\]\s+MemcpyFromHost \(/.test(log), /\]\s+MemcpyToHost \(/.test(log)];
    placements.push({ placed, isInvalid, hasNoKernel, copiesIn, copiesOut, why });
  }
  return placements;
}
