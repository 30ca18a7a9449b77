import type { ConversionCheck, ConvertedModel, OpenOptions, Runtime } from '#core/engine/runtime.ts';
import type { TextSession } from '#core/engine/text-session.ts';
import type { Progress } from '#core/report/progress.ts';
import { AppError } from '#core/errors/error.ts';
import type { ModelFiles } from '#core/model/model.ts';
import type { StoredModel } from '#core/model/stored-model.ts';
import { loadTextRuntime } from '#runtimes/index.ts';
import { conversionName } from '#runtimes/ort-text/convert-gguf.ts';
import { compareTrials, isFaithful, tryEngine } from '#sessions/compare-text-engines.ts';
import { hashFile } from '#storage/download/hash-worker-client.ts';
import { ModelStore } from '#storage/store/store.ts';

/** Context length of the comparison, in tokens. */
const contextLength = 512;
const checkFileName = 'conversion.json';

/** Adds {@link createConversionStore} to the runtime `ort-text`. */
export function addConversionStore(
  runtime: Runtime<TextSession>,
  onProgress: (progress: Progress) => void,
): Runtime<TextSession> {
  return {
    ...runtime,
    open: (model, options) =>
      runtime.open(model, { ...options, storedConversion: createConversionStore(options.threads, onProgress) }),
  };
}

/**
 * Converts a GGUF model once. The result is a stored model, which the Models page lists and can delete. It is stored with
 * the speeds of both models on this device, and only if it predicts a text as well as the original does in llama.cpp.
 * @param threads number of threads of the compared sessions
 */
function createConversionStore(
  threads: number | undefined,
  onProgress: (progress: Progress) => void,
): NonNullable<OpenOptions['storedConversion']> {
  return async (model, form, convert) => {
    const source = model.files.get(model.entry);
    if (!(source instanceof Blob)) return { model: await convert(() => {}), check: null };
    onProgress({ phase: 'verify', fraction: null, remainingMs: null });
    const sha256 = await hashFile(source);
    const store = await ModelStore.open();
    const origin = formatOrigin(sha256, form);
    const storedConversion = await findStored(store, origin);
    const openedConversion = storedConversion && (await openStored(store, storedConversion).catch(ignoreClearedModel));
    if (openedConversion) return openedConversion;
    const converted = await convert((fraction) => onProgress({ phase: 'convert', fraction, remainingMs: null }));
    onProgress({ phase: 'compare', fraction: null, remainingMs: null });
    const check = await checkConversion(model, converted, threads);
    const files = [...converted.files, [checkFileName, new TextEncoder().encode(JSON.stringify(check))] as const];
    const id = `${model.id} (ONNX ${sha256.slice(0, 8)})`;
    try {
      const copies = files.map(([name, bytes]) => new File([bytes as Blob | Uint8Array<ArrayBuffer>], name));
      return await openStored(
        store,
        await store.storeConverted(copies, { id, entry: converted.entry, source: origin }),
      );
    } catch (thrown) {
      // If the store has no space, the model is converted again next time.
      if (thrown instanceof AppError && thrown.code === 'storage-failed') return { model: converted, check };
      throw thrown;
    }
  };
}

/** Formats the source in the record of a converted model. */
const formatOrigin = (sha256: string, form: string) => `GGUF ${sha256} as ${form}`;

async function findStored(store: ModelStore, origin: string): Promise<StoredModel | undefined> {
  return (await store.listModels()).find(({ source }) => source === origin);
}

/** Whether a GGUF model has a stored conversion that is faster for prompts and answers combined. */
export async function hasFasterConversion(sha256: string): Promise<boolean> {
  const store = await ModelStore.open();
  const storedConversion = await findStored(store, formatOrigin(sha256, conversionName));
  if (!storedConversion) return false;
  const file = (await store.openFiles(storedConversion.id)).get(checkFileName);
  const check = file ? (JSON.parse(await file.text()) as ConversionCheck | null) : null;
  return check !== null && check.promptSpeedup * check.generationSpeedup > 1;
}

/** Returns `null` if the browser has cleared the stored model, so that it is converted again. */
function ignoreClearedModel(thrown: unknown): null {
  if (thrown instanceof AppError && thrown.code === 'storage-failed') return null;
  throw thrown;
}

async function openStored(store: ModelStore, { id }: StoredModel): Promise<ConvertedModel> {
  const { model } = await store.use(id);
  const file = model.files.get(checkFileName);
  return { model, check: file instanceof Blob ? (JSON.parse(await file.text()) as ConversionCheck | null) : null };
}

/**
 * Compares a converted model with its original.
 * @returns `null` if the original's engine does not support it
 * @throws AppError model-unsupported if the conversion is not faithful
 */
async function checkConversion(
  original: ModelFiles,
  converted: ModelFiles,
  threads: number | undefined,
): Promise<ConversionCheck | null> {
  const tryModel = async (engine: 'wllama' | 'ort-text', model: ModelFiles) => {
    const runtime = await loadTextRuntime(engine);
    const session = await runtime.open(model, { devices: ['wasm'], contextLength, ...(threads && { threads }) });
    try {
      return await tryEngine(session);
    } finally {
      await session.close();
    }
  };
  const originalTrial = await tryModel('wllama', original).catch((thrown: unknown) => {
    if (thrown instanceof AppError && thrown.code === 'model-unsupported') return null;
    throw thrown;
  });
  if (!originalTrial) return null;
  const check = compareTrials(originalTrial, await tryModel('ort-text', converted));
  if (check && isFaithful(check)) return check;
  throw new AppError('model-unsupported', { model: original.id, reason: 'conversion-differs' });
}
