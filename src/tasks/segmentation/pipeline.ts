import { AppError } from '#core/errors/error.ts';
import type { InputImage, PipelineDefinition } from '#core/task/task.ts';
import type { Tensor } from '#core/engine/tensor.ts';
import { fitsTask } from '../single-graph.ts';
import { toNchw, toNhwc } from '../pixels.ts';
import { listMaskClasses } from './mask-classes.ts';
import { recogniseSegmenter, type Segmenter } from './segmenter-families.ts';
import { decodeMask } from './decode-mask.ts';
import { scoreMasks } from './segmentation-score.ts';
import type { Segmentation } from './segmentation.ts';

/** Segments an image into foreground and background, or into classes. */
export const definition: PipelineDefinition<InputImage, Segmentation> = {
  roles: { model: { matches: (graph) => fitsTask(() => recogniseSegmenter(graph)) } },

  async bind({ graphs: { model }, files: { labels } }) {
    if (!model) throw new AppError('internal', { why: 'a task was bound without its graph' });
    const segmenter = recogniseSegmenter(model.facts);
    const labelList = labels ? parseLabels(new TextDecoder().decode(await labels.arrayBuffer())) : [];
    return {
      ...(labelList.length > 0 && { labels: labelList }),
      async run(image) {
        const outputs = await model.run({ [segmenter.input.name]: encodeImage(image, segmenter) });
        const mask = decodeMask(outputs[segmenter.output.name]!, segmenter);
        return {
          ...mask,
          classes: listMaskClasses(mask, image, labelList),
          labels: mask.classMap ? listClassLabels(labelList) : foregroundLabels,
        };
      },
    };
  },

  score: scoreMasks,
};

const foregroundLabels = ['background', 'foreground'];

/** Lists the labels of all class ids; a class without a label is named by its id. */
function listClassLabels(labelList: readonly string[]): string[] {
  return Array.from({ length: 256 }, (_, id) => labelList[id] || String(id));
}

/** One label per line, in class order, as in TensorFlow's and Coral's label lists. */
function parseLabels(text: string): string[] {
  return text.split(/\r?\n/).map((line) => line.trim());
}

function encodeImage(image: InputImage, { isChannelsLast, channels, chooseSize }: Segmenter): Tensor {
  const { width, height } = chooseSize(image);
  const rgba = image.readRgba(width, height);
  const shape = isChannelsLast ? [1, height, width, 3] : [1, 3, height, width];
  const data = isChannelsLast ? toNhwc(rgba, channels) : toNchw(rgba, channels);
  return { dtype: 'float32', shape, data };
}
