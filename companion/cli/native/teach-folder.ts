import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OnnxModel } from '#formats/onnx/onnx-model.ts';
import { encodeOnnx } from '#formats/onnx/write-onnx.ts';
import type { AugmentationChoices } from '#teach/augment.ts';
import { openOnnxBackbone, type Backbone } from '#teach/backbone.ts';
import { embedExample, type EmbeddingOptions } from '#teach/embed-example.ts';
import { chooseHeldOut, minExamples } from '#teach/hold-out.ts';
import { matchBackboneLabels } from '#teach/match-backbone-labels.ts';
import { attachHead } from '#teach/taught-model.ts';
import { trainHead, type Example, type TrainedHead } from '#teach/train-head.ts';
import { createNotReadyError, readPackageState } from '../../engines/packages/package-state.ts';
import { UsageError, type Context } from '../command.ts';
import { writeParts } from '../files/write-parts.ts';
import { skiaImages } from './images.ts';
import { readData } from './read-data.ts';
import { openNativeStepEngine } from './step-engine.ts';

export interface TeachRequest {
  /** The folder of the pictures, with a subfolder per class. */
  readonly data: string;
  /** Reads the backbone. Each call returns a new copy. */
  readonly openModel: () => Promise<OnnxModel>;
  readonly heldOut: number;
  readonly seed: number;
  readonly choices: AugmentationChoices;
  readonly out: string;
}

export interface TeachResult extends Omit<TrainedHead, 'head' | 'outcomes'> {
  readonly labels: readonly string[];
  readonly pictures: number;
  readonly heldOut: number;
  readonly features: Backbone['source'] & { readonly length: number };
  /** SHA-256 of the written file; `null` if the head was not accepted. */
  readonly sha256: string | null;
}

/**
 * Trains a head on the classes of a folder, and writes it with its backbone if it is accepted.
 * @throws UsageError if a class has too few pictures | AppError from the reader or the engine
 */
export async function teachFolder(
  { data, openModel, heldOut, seed, choices, out }: TeachRequest,
  { log, signal }: Pick<Context, 'log' | 'signal'>,
): Promise<TeachResult> {
  const { labels, images } = await readImages(data, signal);
  const heldOutFlags = chooseHeldOut(
    images.map(({ label }) => ({ label, isHeldOut: null })),
    heldOut,
    seed,
  );
  const embedded = await embedImages(images, await openModel(), { choices, seed }, { log, signal });
  const { classifier, head: current, source, rows } = embedded;
  const examples = rows.map(({ label, features, backboneLabel }, index) => ({
    label,
    features,
    backboneLabel,
    isHeldOut: heldOutFlags[index]!,
  }));
  const ownLabels = matchBackboneLabels(labels, classifier.labels, examples);
  const { head, outcomes, ...trained } = trainHead({ labels, ...ownLabels, current, seed });
  let sha256: string | null = null;
  if (trained.comparison.isAccepted) {
    const model = await openModel();
    await attachHead(model, classifier, head);
    sha256 = await writeParts(out, encodeOnnx(model), signal);
  }
  const features = { ...source, length: head.length };
  return { labels, pictures: images.length, heldOut: outcomes.length, features, ...trained, sha256 };
}

/** A picture with its path and class. */
interface LabelledImage {
  readonly path: string;
  readonly label: string;
}

/**
 * Computes the features of pictures in onnxruntime.
 * @param model is modified, so the caller must not use it afterwards
 * @throws AppError from the reader or the engine
 */
export async function embedImages(
  images: readonly LabelledImage[],
  model: OnnxModel,
  { choices, seed }: EmbeddingOptions,
  { log, signal }: Pick<Context, 'log' | 'signal'>,
): Promise<
  Pick<Backbone, 'classifier' | 'head' | 'source'> & { readonly rows: readonly Omit<Example, 'isHeldOut'>[] }
> {
  const engine = await openNativeStepEngine(signal);
  if (!engine) {
    const state = await readPackageState('ort');
    throw state.state === 'ready'
      ? new UsageError('onnxruntime changed while it was opened')
      : createNotReadyError('ort', state);
  }
  try {
    const backbone = await openOnnxBackbone(model, engine);
    try {
      const rows: Omit<Example, 'isHeldOut'>[] = [];
      for (const [index, { path, label }] of images.entries()) {
        signal.throwIfAborted();
        const image = await skiaImages.decode(new Uint8Array(await readFile(path)), path);
        try {
          rows.push({ ...(await embedExample(backbone, image, { choices, seed: seed + index })), label });
        } finally {
          image.close();
        }
        if ((index + 1) % 50 === 0) log(`${index + 1} of ${images.length} images`);
      }
      const { classifier, head, source } = backbone;
      return { classifier, head, source, rows };
    } finally {
      await backbone.close();
    }
  } finally {
    await engine.close();
  }
}

/** The pictures of a folder with a folder for each class. @throws UsageError if a class has too few */
export async function readImages(
  folder: string,
  signal: AbortSignal,
): Promise<{ readonly labels: readonly string[]; readonly images: readonly LabelledImage[] }> {
  const options = { task: 'image-classification', labels: null, split: null } as const;
  const { dataset } = await readData({ path: folder, labelsOutside: null }, options, 'class', signal);
  const images = dataset.items.flatMap(({ path, label }) =>
    label?.kind === 'class' ? [{ path: join(folder, path), label: label.label }] : [],
  );
  const labels = dataset.classes;
  if (labels.length < 2) throw new UsageError('--data needs at least two classes: a folder for each, with its images');
  for (const label of labels) {
    const count = images.filter((image) => image.label === label).length;
    if (count < minExamples)
      throw new UsageError(
        `--data: the class "${label}" has ${count === 1 ? '1 image' : `${count} images`}; each class needs at least ${minExamples}`,
      );
  }
  return { images, labels };
}
