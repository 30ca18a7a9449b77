import { AppError } from '#core/errors/error.ts';
import type { InputImage, PipelineDefinition } from '#core/task/task.ts';
import type { Tensor } from '#core/engine/tensor.ts';
import { fitsTask } from '../single-graph.ts';
import { toNchw, toNhwc } from '../pixels.ts';
import { listMaskClasses } from './mask-classes.ts';
import { recogniseSegmenter, type Segmenter } from './segmenter-families.ts';
import { readMask } from './decode-mask.ts';
import { score } from './segmentation-score.ts';
import type { Segmentation } from './segmentation.ts';

/** Segments an image into foreground and background, or into classes. */
export const definition: PipelineDefinition<InputImage, Segmentation> = {
  roles: { model: { matches: (graph) => fitsTask(() => recogniseSegmenter(graph)) } },

  async bind({ graphs: { model }, files: { labels } }) {
    if (!model) throw new AppError('internal', { why: 'a task was bound without its graph' });
    const segmenter = recogniseSegmenter(model.facts);
    const names = labels ? parseLabels(new TextDecoder().decode(await labels.arrayBuffer())) : [];
    return {
      ...(names.length > 0 && { labels: names }),
      async run(image) {
        const outputs = await model.run({ [segmenter.input.name]: encodeImage(image, segmenter) });
        const mask = readMask(outputs[segmenter.output.name]!, segmenter);
        return {
          ...mask,
          classes: listMaskClasses(mask, image, names),
          labels: mask.classMap ? nameAllClasses(names) : foreground,
        };
      },
    };
  },

  score,
};

const foreground = ['background', 'foreground'];

/** Labels of all class ids; one without a label is named by its number. */
function nameAllClasses(names: readonly string[]): string[] {
  return Array.from({ length: 256 }, (_, id) => names[id] || String(id));
}

/** One label per line, in class order, as in TensorFlow's and Coral's label lists. */
function parseLabels(text: string): string[] {
  return text.split(/\r?\n/).map((line) => line.trim());
}

function encodeImage(image: InputImage, { isChannelsLast, channels, chooseSize }: Segmenter): Tensor {
  const { width, height } = chooseSize(image);
  const rgba = image.rgba(width, height);
  const shape = isChannelsLast ? [1, height, width, 3] : [1, 3, height, width];
  const data = isChannelsLast ? toNhwc(rgba, channels) : toNchw(rgba, channels);
  return { dtype: 'float32', shape, data };
}
