import { defaultContextLength } from '#core/engine/engine-settings.ts';
import { engines, type DeviceId } from '#core/engine/engines.ts';
import { AppError } from '#core/errors/error.ts';
import type { EngineFacts, OpenOptions, Runtime } from '#core/engine/runtime.ts';
import type { TextSession } from '#core/engine/text-session.ts';
import type { ModelFiles } from '#core/model/model.ts';
import type { JsonObject } from '#formats/json.ts';
import { openOnnx } from '#formats/onnx/read-onnx-header.ts';
import { toSource } from '#optimise/lazy-bytes.ts';
import { openOnFirstDevice } from '../open-on-first-device.ts';
import { selectBuild, loadBuild } from '../ort/ort-builds.ts';
import { createSession, type CreatedSession } from '../ort/create-ort-session.ts';
import { toTensorSpec } from '../ort/ort-tensors.ts';
import { findWasmHeap } from '../ort/wasm-heap.ts';
import type { SamplingSettings } from '../sampling/sampler.ts';
import { conversionName, convertedForm, convertGguf, findGgufEntry, maxContext } from './convert-gguf.ts';
import { countCacheBytes, readDecoderSignature, updatesInPlace, type DecoderSignature } from './decoder-signature.ts';
import { Decoder } from './decoder.ts';
import { HeapCache } from './heap-cache.ts';
import type { KeyValueCache } from './key-value-cache.ts';
import { OrtTextSession } from './ort-text-session.ts';
import { OutputCache } from './output-cache.ts';
import { readFirstCount, readTextFiles } from './text-files.ts';
import { findChatTemplate, Tokeniser } from './tokeniser.ts';

/**
 * Language models on onnxruntime-web: a decoder in ONNX with a key-value cache, and its tokenizer files. A GGUF file is
 * converted first.
 */
export const ortText: Runtime<TextSession> = {
  id: 'ort-text',
  prepare: ({ devices: [first] }) => {
    if (first) loadBuild(selectBuild(first)).catch(() => {}); // opening reports the same failure
  },
  open: (model, options) =>
    openOnFirstDevice('ort-text', options, (device, failedDevices) =>
      openOnDevice(device, failedDevices, model, options),
    ),
};

async function openOnDevice(
  device: DeviceId,
  failedDevices: EngineFacts['failedDevices'],
  sourceModel: ModelFiles,
  options: OpenOptions,
): Promise<TextSession> {
  const gguf = await findGgufEntry(sourceModel);
  if (gguf && !engines['ort-text'].converts?.gguf?.includes(device))
    throw new AppError('model-unsupported', { model: sourceModel.id, why: `MatMulInteger: ${device}` });
  const convert = (onProgress: (fraction: number) => void) => convertGguf(sourceModel, gguf!, onProgress);
  const { storedConversion = async () => ({ model: await convert(() => {}), check: null }) } = options;
  const { model, check } = gguf
    ? await storedConversion(sourceModel, conversionName, convert)
    : { model: sourceModel, check: null };
  const files = await readTextFiles(model);
  const tokeniser = new Tokeniser(files);
  const request = { engine: 'ort-text', device, failedDevices, gpuOutputs: 'gpu-buffer' } as const;
  const createdSession = await createSession(request, model, options);
  const { library, session, gpu, memories } = createdSession;
  try {
    const toSpecs = (values: typeof session.inputMetadata) => values.map((value) => toTensorSpec(value, model.id));
    const signature = readDecoderSignature(model.id, toSpecs(session.inputMetadata), toSpecs(session.outputMetadata));
    const trainedContextLength = readFirstCount(files.config, 'max_position_embeddings', 'n_positions', 'n_ctx');
    const contextLength = Math.min(
      options.contextLength ?? defaultContextLength,
      trainedContextLength ?? Infinity,
      gguf ? maxContext : Infinity,
    );
    const chatTemplate = findChatTemplate(files);
    const cache = await createCache(createdSession, model, signature, contextLength);
    return new OrtTextSession({
      decoder: new Decoder({ library, session, gpu, cache }, signature),
      tokeniser,
      chatTemplate,
      sampling: readSampling(files.generationConfig),
      memories,
      facts: {
        ...createdSession.facts,
        ...(gguf && { convertedTo: convertedForm }),
        ...(check && { conversion: check }),
        contextLength,
        trainedContextLength,
        kvCacheBytes: countCacheBytes(signature, contextLength),
        hasChatTemplate: chatTemplate !== null,
        timed: { sampling: 'inside', tokenising: 'outside' },
      },
    });
  } catch (thrown) {
    await session.release();
    gpu?.destroy();
    throw thrown;
  }
}

async function createCache(
  { library, gpu }: CreatedSession<'ort-text'>,
  { files, entry }: ModelFiles,
  signature: DecoderSignature,
  contextLength: number,
): Promise<KeyValueCache> {
  const heap = gpu ? null : findWasmHeap(library);
  const bytes = files.get(entry);
  if (heap && bytes && updatesInPlace(signature, await openOnnx(toSource(bytes))))
    return new HeapCache(library, heap, signature.cache, contextLength);
  return new OutputCache(library, signature.cache, gpu !== null);
}

/** Reads the sampling settings in `generation_config.json`, which has the names of transformers. */
function readSampling(config: JsonObject): Partial<SamplingSettings> {
  const names = {
    temperature: 'temperature',
    topK: 'top_k',
    topP: 'top_p',
    minP: 'min_p',
    repeatPenalty: 'repetition_penalty',
  } as const;
  const entries = Object.entries(names).filter(([, name]) => typeof config[name] === 'number');
  return Object.fromEntries(entries.map(([setting, name]) => [setting, config[name]]));
}
