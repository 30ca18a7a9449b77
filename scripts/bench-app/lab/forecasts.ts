import { wrap } from 'comlink';
import { InspectHandle } from '#bridge/inspect-handle.ts';
import { spawnWorker } from '#bridge/spawn-worker.ts';
import { openTextSession } from '#bridge/text-handle.ts';
import type { FlopsBasis } from '#core/model/fact-evidence.ts';
import { engines, type TensorEngineId } from '#core/engine/engines.ts';
import { readDeviceFacts } from '#device/device-facts.ts';
import { measureProfile } from '#device/measure-profile.ts';
import { measureTextKernelsInWorker } from '#device/measure-text-kernels.ts';
import { listMissingTextKernels } from '#device/text-kernels.ts';
import type { RunTime } from './run-time.worker.ts';

type Profile = Awaited<ReturnType<typeof measureProfile>>;

/** A model's measured time on wasm and its forecast, or the code of the reason that one of them is missing. */
export type ForecastTest = {
  readonly configuration: string;
} & (
  | { readonly measuredMs: number; readonly expectedMs: number; readonly lowMs: number; readonly highMs: number }
  | { readonly missing: string }
);

/** Enough tokens for a stable mean, and few enough for a slow device. */
const textSizes = { promptTokens: 64, tokens: 24 };

const startWorker = () => spawnWorker('device');
const { signal } = new AbortController();

export async function measureDeviceProfile(): Promise<Profile> {
  return measureProfile(await readDeviceFacts(), { startWorker, mobile: null, signal, onStep: () => {} });
}

/**
 * Tests the forecasts of a model.
 * @returns the tests on one thread and on all threads, and the profile with the kernels that the forecast needed
 */
export async function testForecasts(files: readonly File[], knownProfile: Profile) {
  const inspector = new InspectHandle();
  try {
    const { facts } = await inspector.readFiles(files);
    const kernels = knownProfile.textKernels ?? [];
    const missing = listMissingTextKernels(facts, knownProfile.threads, kernels);
    const startMs = performance.now();
    const measuredKernels = await measureTextKernelsInWorker(missing, { startWorker, signal });
    const probeMs = performance.now() - startMs;
    const profile: Profile = { ...knownProfile, textKernels: [...kernels, ...measuredKernels] };
    const { candidates } = await inspector.recommend(profile, {});
    const tests: ForecastTest[] = [];
    for (const { engine, device, threads, forecast } of candidates) {
      if (device !== 'wasm') continue;
      const configuration = `${engine}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
      if (!forecast.known) tests.push({ configuration, missing: forecast.reason });
      else if (engines[engine].kind === 'text') tests.push(...(await testText(inspector, files, profile, threads)));
      else {
        const run = await measureRun(files, engine as TensorEngineId, threads, forecast.runIs);
        tests.push(
          typeof run === 'string'
            ? { configuration, missing: run }
            : { configuration, measuredMs: run, ...toRange(forecast) },
        );
      }
    }
    return { tests, profile, probes: missing.length, probeMs };
  } catch (error) {
    return {
      tests: [{ configuration: 'header', missing: String(error) }],
      profile: knownProfile,
      probes: 0,
      probeMs: 0,
    };
  } finally {
    inspector.close();
  }
}

type Range = Readonly<Record<'expectedMs' | 'lowMs' | 'highMs', number>>;
const toRange = ({ expectedMs, lowMs, highMs }: Range): Range => ({ expectedMs, lowMs, highMs });

/**
 * Measures a run with the sizes of free dimensions that the forecast assumes.
 * @returns the error message if the engine cannot run the model in this configuration
 */
async function measureRun(
  files: readonly File[],
  engine: TensorEngineId,
  threads: number,
  basis: FlopsBasis,
): Promise<number | string> {
  const worker = new Worker(new URL('./run-time.worker.ts', import.meta.url), { type: 'module' });
  try {
    const sizes = basis.code === 'per-run' ? { ...basis.chosen, ...basis.imageSizes } : {};
    return await wrap<RunTime>(worker).measure(files, engine, threads, sizes);
  } catch (error) {
    return String(error).slice(0, 80);
  } finally {
    worker.terminate();
  }
}

/**
 * Measures prompt and generation by the fastest of three answers, because compilation in the browser slows the first.
 */
async function testText(
  inspector: InspectHandle,
  files: readonly File[],
  profile: Profile,
  threads: number,
): Promise<ForecastTest[]> {
  const subject = { kind: 'files', files } as const;
  const session = await openTextSession({ subject, engine: 'wllama', options: { devices: ['wasm'], threads } });
  let [promptMs, generationMs, promptTokens] = [Infinity, Infinity, 0];
  for (const start of ['Water', 'Stone', 'Paper']) {
    const prompt = `${start} ${'and the old man said that he was glad '.repeat(textSizes.promptTokens / 8)}`;
    const answer = session.generate({ prompt, maxTokens: textSizes.tokens, temperature: 0 });
    let step = await answer.next();
    while (!step.done) step = await answer.next();
    promptTokens = step.value.promptTokens ?? 0;
    promptMs = Math.min(promptMs, 1000 / (step.value.prefillTokensPerS ?? Number.NaN));
    generationMs = Math.min(generationMs, 1000 / (step.value.decodeTokensPerS ?? Number.NaN));
  }
  session.close();
  const forecastAt = async (depth: number) => {
    const text = { promptTokens, tokens: textSizes.tokens, depth };
    const { candidates } = await inspector.recommend(profile, { text });
    const match = candidates.find((candidate) => candidate.device === 'wasm' && candidate.threads === threads);
    if (!match?.forecast.known || !match.forecast.prompt) throw new Error('no forecast for the measured token counts');
    return match.forecast;
  };
  const configuration = `wllama, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
  return [
    { configuration: `${configuration}, prompt`, measuredMs: promptMs, ...toRange((await forecastAt(0)).prompt!) },
    {
      configuration: `${configuration}, generation`,
      measuredMs: generationMs,
      ...toRange(await forecastAt(promptTokens)),
    },
  ];
}
