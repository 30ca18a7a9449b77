import { expose } from 'comlink';
import type { BackboneSubject, OpenedBackbone, TeachWorker } from '#bridge/teach-contract.ts';
import { holdLifeLock } from '#bridge/life-lock.ts';
import { registerErrorTransfer } from '#bridge/transfer.ts';
import { openAsOnnx } from '#convert/open-checkpoint.ts';
import { AppError } from '#core/errors/error.ts';
import { getBaseName } from '#core/model/file-name.ts';
import { detectFormat } from '#formats/index.ts';
import type { OnnxModel } from '#formats/onnx/onnx-model.ts';
import { encodeOnnx } from '#formats/onnx/write-onnx.ts';
import { createSecureRandom } from '#federated/privacy/gaussian.ts';
import { computeLocalUpdate } from '#federated/training/local-update.ts';
import { loadRuntime } from '#runtimes/index.ts';
import { selectModelFiles } from '#storage/files/chosen-files.ts';
import { hashSource } from '#storage/hash-source.ts';
import { openOnnxBackbone, bindOutputBackbone, type Backbone } from '#teach/backbone.ts';
import { embedExample } from '#teach/embed-example.ts';
import { learnFromCorrections } from '#teach/corrections/learn-from-corrections.ts';
import { attachHead, readOrigin, writeOrigin } from '#teach/taught-model.ts';
import { trainHead } from '#teach/train-head.ts';
import { stepEngine, toModelFile } from './optimise/model-file.ts';
import { openImage } from './session/decode-image.ts';
import { loadSubject } from './session/load-subject.ts';
import { openModelSources, readSource } from './session/model-sources.ts';

/** The open backbone and what is needed to save it. */
interface OpenBackbone {
  readonly backbone: Backbone;
  /** Reads an ONNX model again; `null` for other formats. */
  readonly readModel: (() => Promise<OnnxModel>) | null;
  readonly sha256: OpenedBackbone['sha256'];
  readonly adaptable: OpenedBackbone['adaptable'];
}

let openedBackbone: OpenBackbone | undefined;

function requireBackbone(): OpenBackbone {
  if (!openedBackbone) throw new AppError('internal', { why: 'this worker has no backbone open' });
  return openedBackbone;
}

/** The engines of the formats other than ONNX. */
const otherEngines = { tflite: 'litert', tfjs: 'tfjs' } as const;

async function openBackbone(subject: BackboneSubject): Promise<OpenBackbone & { readonly name: string }> {
  const { entry, source, siblings } = await openModelSources(subject);
  const { id } = await readSource(source, () => detectFormat(source, entry));
  const name = getBaseName(entry);
  if (id === 'onnx') {
    const readModel = () => readSource(source, () => openAsOnnx(name, source, siblings));
    const model = await readModel();
    const origin = readOrigin(model);
    const backbone = await openOnnxBackbone(model, stepEngine);
    const sha256 = await readSource(source, () => hashSource(source));
    const adaptable = backbone.lastLayer && { sha256, origin: origin ?? sha256 };
    return { name, readModel, backbone, sha256, adaptable };
  }
  if (id !== 'tflite' && id !== 'tfjs') throw new AppError('model-unknown', { model: name, detectedAs: id });
  const engine = otherEngines[id];
  const model =
    subject.kind === 'files' ? selectModelFiles(subject.files) : (await loadSubject(subject, engine, () => {})).model;
  const session = await (await loadRuntime(engine)).open(model, { devices: ['wasm'] });
  return { name, readModel: null, backbone: bindOutputBackbone(session, session.facts), sha256: null, adaptable: null };
}

const worker: TeachWorker = {
  async open(subject) {
    const { name, ...newBackbone } = await openBackbone(subject);
    openedBackbone = newBackbone;
    const { backbone, readModel, sha256, adaptable } = openedBackbone;
    const blankImage = await backbone.embed({
      width: 1,
      height: 1,
      readRgba: (width, height, region) =>
        new Uint8ClampedArray(4 * (region?.width ?? width) * (region?.height ?? height)),
    });
    const { source, classifier, head } = backbone;
    return {
      name,
      source,
      head,
      length: blankImage.features.length,
      labels: classifier.labels,
      isOnnx: readModel !== null,
      sha256,
      adaptable,
    };
  },

  async embed(image, options) {
    const { backbone } = requireBackbone();
    const openedImage = await openImage(image);
    try {
      return await embedExample(backbone, openedImage, options);
    } finally {
      openedImage.close();
    }
  },

  train: async (request, onProgress) => trainHead(request, onProgress),

  async learn(corrections) {
    const { lastLayer } = requireBackbone().backbone;
    if (!lastLayer) throw new AppError('internal', { why: 'the last layer of this model cannot be adapted' });
    return learnFromCorrections({ head: lastLayer, corrections });
  },

  computeUpdate: async (...training) => computeLocalUpdate(...training, createSecureRandom()),

  async save(head, name, origin) {
    const { backbone, readModel } = requireBackbone();
    if (!readModel) throw new AppError('internal', { why: 'only an ONNX model can be saved' });
    const model = await readModel();
    await attachHead(model, backbone.classifier, head);
    if (origin !== null) writeOrigin(model, origin);
    return toModelFile(encodeOnnx(model), name);
  },
};

registerErrorTransfer();
holdLifeLock(globalThis as unknown as DedicatedWorkerGlobalScope);
expose(worker);
