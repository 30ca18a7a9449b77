import { basename } from 'node:path';
import type { AugmentationChoices } from '#teach/augment.ts';
import { minExamples } from '#teach/hold-out.ts';
import { UsageError, type Command } from '../command.ts';
import { findBackboneFile } from '../files/backbone-file.ts';
import { checkFolder } from '../native/observe-folder.ts';
import { teachFolder } from '../native/teach-folder.ts';
import { checkOutput } from '../options/check-options.ts';
import { parseOptions } from '../options/parse-options.ts';
import { parseWholeNumber } from '../options/parse-whole-number.ts';
import { formatTaught } from '../print/teach-text.ts';

const options = {
  data: { type: 'string' },
  model: { type: 'string' },
  'held-out': { type: 'string' },
  augment: { type: 'string' },
  seed: { type: 'string' },
  out: { type: 'string' },
  json: { type: 'boolean' },
} as const;

const augmentations = ['mirror', 'crop', 'brightness'] as const;
const defaults = { model: 'cifar10', heldOut: 0.2, augment: 'crop,brightness', seed: 1 };

export const command: Command = {
  usage: `usage: npm run assay -- teach --data <folder> --out <file> [options]

Trains a classifier of your own classes on the features of an image model, and writes it as one ONNX file. The
classifier is tested on held-out images, and written only if it is correct on at least as many of them as its
baseline: the classifier of a model that was taught before, otherwise the model's own labels if they include every
class, otherwise always the most frequent class. No class may lose more than a tenth of its held-out images.

  --data <folder>            a folder for each class, with at least ${minExamples} images
  --out <file>               the new model; written only when it is complete
  --model <file or id>       an ONNX model whose input is one square colour image, such as a classifier, or a
                             model that this command wrote, to train it further; default: ${defaults.model}
  --held-out <fraction>      the fraction of each class's images that are held out; default: ${defaults.heldOut}
  --augment <change>[,...]   also train on changed copies: ${augmentations.join(', ')}; or none. Do not mirror letters
                             or signs, since that changes their meaning. Default: ${defaults.augment}
  --seed <n>                 the seed for choosing held-out images and changes; default: ${defaults.seed}
  --json                     print JSON

Exit codes: 0 written, 1 failed, or not written because it is worse than before, 2 usage error.`,

  async run(args, context) {
    const { values } = parseOptions(args, options);
    const { data, out, model = defaults.model } = values;
    if (data === undefined || out === undefined) throw new UsageError('--data and --out are required');
    checkFolder(data);
    const { entry, others, read } = await findBackboneFile(model);
    await checkOutput('out', out, [data, entry, ...others]);
    const result = await teachFolder(
      {
        data,
        out,
        heldOut: parseFraction(values['held-out']),
        seed: values.seed === undefined ? defaults.seed : parseWholeNumber('seed', values.seed, 0, 2 ** 32 - 1),
        choices: parseAugmentations(values.augment ?? defaults.augment),
        openModel: read,
      },
      context,
    );
    context.print(values.json ? JSON.stringify(result, null, 2) : formatTaught(result, basename(out)));
    return result.sha256 === null ? 1 : 0;
  },
};

/** @throws UsageError */
function parseFraction(text: string | undefined): number {
  const value = text === undefined ? defaults.heldOut : Number(text);
  if (value > 0 && value < 1) return value;
  throw new UsageError(`--held-out is "${text}"; expected a fraction above 0 and below 1, such as 0.2`);
}

/** @throws UsageError */
function parseAugmentations(text: string): AugmentationChoices {
  const names = text === 'none' ? [] : text.split(',');
  const unknown = names.find((name) => !augmentations.some((change) => change === name));
  if (unknown !== undefined)
    throw new UsageError(
      `--augment: "${unknown}" is none of ${augmentations.join(', ')}; expected a list of them, or none`,
    );
  const [mirror, crop, brightness] = augmentations.map((change) => names.includes(change));
  return { mirror: mirror!, crop: crop!, brightness: brightness! };
}
