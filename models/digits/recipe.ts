import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { normalise } from '#tasks/digits/normalise.ts';
import type { Model } from '#core/model.ts';
import { accuracy } from './accuracy.ts';
import { drawing } from './drawings.ts';
import { heldOutFrom, part, readMnist } from './mnist.ts';
import { classes } from './net.ts';
import { digitsOnnx } from './onnx.ts';
import { train, type Schedule } from './train.ts';

// The net is trained on part of MNIST's test file, because the training file (9.9 MB) was not available to this project;
// its accuracy is that on the rest of the test file, so it cannot be compared with published MNIST results..
//
// node models/digits/recipe.ts FOLDER: trains on the files in FOLDER and writes the files next to this one: model.onnx,
// model.json and golden.json, to which golden.py then adds the outputs. The settings were chosen by
// training on images 0-6,499 and looking at 6,500-7,999 (99.27 %); the held-out ones took no part in it.

const schedule: Schedule = { seed: 1, epochs: 40, batchSize: 64, peakRate: 0.05 };

async function cook(folder: string): Promise<void> {
  const start = performance.now();
  const mnist = readMnist(folder);
  const layers = await train(part(mnist, 0, heldOutFrom), schedule, (epoch, loss) => {
    const seconds = Math.round((performance.now() - start) / 1000);
    console.error(`epoch ${epoch + 1} of ${schedule.epochs}: loss ${loss.toFixed(4)}, ${seconds} s`);
  });
  const onnx = digitsOnnx(layers);
  const items = mnist.labels.length - heldOutFrom;
  const value = await accuracy(onnx, part(mnist, heldOutFrom, mnist.labels.length));
  console.error(`${(100 * value).toFixed(2)} % of ${items} held-out images`);
  const model: Model = {
    id: 'digits',
    name: 'Handwritten digits',
    task: 'digits',
    runtime: 'ort',
    licence: 'Apache-2.0',
    source:
      'Trained by models/digits/recipe.ts on images 0 to 7999 of the MNIST test file (CC BY-SA 3.0), because the training file was not available to this project; evaluated on the other 2000, so its accuracy cannot be compared with published MNIST results',
    parameters: layers.reduce((sum, { weights, bias }) => sum + weights.length + bias.length, 0),
    entry: 'model.onnx',
    files: [{ name: 'model.onnx', sizeBytes: onnx.length, sha256: createHash('sha256').update(onnx).digest('hex') }],
    accuracy: {
      metric: 'top-1',
      value,
      items,
      source: 'images 8000 to 9999 of the MNIST test file, not used in training',
    },
  };
  write('model.onnx', onnx);
  write('model.json', `${JSON.stringify(model, null, 2)}\n`);
  write('golden.json', `${JSON.stringify({ items: goldenInputs() }, null, 2)}\n`);
}

/** One drawing of our own of each digit, normalised; in bytes, so that they read the same everywhere. */
function goldenInputs(): { digit: number; image: string }[] {
  return Array.from({ length: classes }, (_, digit) => {
    const bytes = Uint8Array.from(normalise(drawing(digit, 0)), (ink) => Math.round(255 * ink));
    return { digit, image: Buffer.from(bytes).toString('base64') };
  });
}

function write(name: string, content: string | Uint8Array): void {
  writeFileSync(join(import.meta.dirname, name), content);
}

const [folder] = process.argv.slice(2);
if (!folder) throw new Error('usage: node models/digits/recipe.ts FOLDER');
await cook(folder);
