import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OnnxModel } from '#formats/onnx/onnx-model.ts';
import { encodeOnnx } from '#formats/onnx/write-onnx.ts';
import type { AugmentationChoices } from '#teach/augment.ts';
import { openOnnxBackbone, type Backbone } from '#teach/backbone.ts';
import { embedExample } from '#teach/embed-example.ts';
import { holdOut, minExamples } from '#teach/hold-out.ts';
import { matchOwnLabels } from '#teach/own-labels.ts';
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
 * @throws UsageError if a class has too few pictures | AppError what the reader and the engine throw
 */
export async function teachFolder(
  { data, openModel, heldOut, seed, choices, out }: TeachRequest,
  { log, signal }: Pick<Context, 'log' | 'signal'>,
): Promise<TeachResult> {
  const { pictures, labels } = await readPictures(data, signal);
  const heldOutFlags = holdOut(
    pictures.map(({ label }) => ({ label, isHeldOut: null })),
    heldOut,
    seed,
  );
  const engine = await openNativeStepEngine(signal);
  if (!engine) {
    const state = await readPackageState('ort');
    throw state.state === 'ready'
      ? new UsageError('onnxruntime changed while it was opened')
      : createNotReadyError('ort', state);
  }
  try {
    const backbone = await openOnnxBackbone(await openModel(), engine);
    const examples: Example[] = [];
    for (const [index, { path, label }] of pictures.entries()) {
      signal.throwIfAborted();
      const image = await skiaImages.decode(new Uint8Array(await readFile(path)), path);
      try {
        const example = await embedExample(backbone, image, { choices, seed: seed + index });
        examples.push({ ...example, label, isHeldOut: heldOutFlags[index]! });
      } finally {
        image.close();
      }
      if ((index + 1) % 50 === 0) log(`${index + 1} of ${pictures.length} pictures`);
    }
    const { classifier, head: current, source } = backbone;
    await backbone.close();
    const ownLabels = matchOwnLabels(labels, classifier.labels, examples);
    const { head, outcomes, ...trained } = trainHead({ labels, ...ownLabels, current, seed });
    let sha256: string | null = null;
    if (trained.comparison.isAccepted) {
      const model = await openModel();
      await attachHead(model, classifier, head);
      sha256 = await writeParts(out, encodeOnnx(model), signal);
    }
    const features = { ...source, length: head.length };
    return { labels, pictures: pictures.length, heldOut: outcomes.length, features, ...trained, sha256 };
  } finally {
    await engine.close();
  }
}

async function readPictures(folder: string, signal: AbortSignal) {
  const options = { task: 'image-classification', labels: null, split: null } as const;
  const { dataset } = await readData({ path: folder, labelsOutside: null }, options, 'class', signal);
  const pictures = dataset.items.flatMap(({ path, label }) =>
    label?.kind === 'class' ? [{ path: join(folder, path), label: label.label }] : [],
  );
  const labels = dataset.classes;
  if (labels.length < 2)
    throw new UsageError('--data needs at least two classes: a folder for each, with its pictures');
  for (const label of labels) {
    const count = pictures.filter((picture) => picture.label === label).length;
    if (count < minExamples)
      throw new UsageError(`--data: the class "${label}" has ${count} pictures; each needs at least ${minExamples}`);
  }
  return { pictures, labels };
}
