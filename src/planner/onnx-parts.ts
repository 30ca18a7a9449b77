import { getParentFolder } from '#core/model/file-name.ts';
import type { HubFile } from '#core/model/hub-model.ts';

/** ONNX files in one folder and of one precision that form a model, in the order in which they are opened. */
interface OnnxGroup {
  readonly precision: string | null;
  readonly graphs: HubFile[];
}

/** The names of ONNX exports for transformers.js, with an optional precision suffix, such as `model_q4f16.onnx`. */
const onnxFilePattern = /^(.*?)(?:_(fp16|fp32|int8|uint8|quantized|q4f16|q4|q8|bnb4))?\.onnx$/i;

/** Stems of the graphs that transformers.js opens together, in execution order. */
const partStems: readonly string[] = [
  'prepare_inputs_embeds',
  'embed_tokens',
  'text_encoder',
  'vision_encoder',
  'audio_encoder',
  'speech_encoder',
  'encoder_model',
  'text_model',
  'vision_model',
  'language_model',
  'prompt_encoder_mask_decoder',
  'decoder_model_merged',
  'decoder_model',
  'decoder_with_past_model',
  'lm_head',
  'gen_head',
  'gen_img_embeds',
  'image_decode',
  'encodec_decode',
  'conditional_decoder',
  'decoder_postnet_and_vocoder',
  'latent_denoiser',
  'voice_decoder',
];
/** The merged decoder replaces both decoders, with and without past key values. */
const mergedDecoder = 'decoder_model_merged';
const unmergedDecoders: ReadonlySet<string> = new Set(['decoder_model', 'decoder_with_past_model']);

interface Graph {
  readonly file: HubFile;
  readonly folder: string;
  readonly stem: string;
  readonly precision: string | null;
}

/**
 * Groups ONNX files into models. A model in one file is its own group; the parts of a multi-graph model in a folder are
 * grouped by precision. Incomplete precisions cannot run and are omitted; if none is complete, each file is its own
 * group.
 */
export function groupParts(files: readonly HubFile[]): OnnxGroup[] {
  const folders = Map.groupBy(files.flatMap(parseGraphFile), ({ folder }) => folder);
  return [...folders.values()].flatMap((graphs) => {
    const isPart = ({ stem }: Graph) => partStems.includes(stem) || (stem === 'model' && hasModelAsPart(graphs));
    const standalone = graphs.filter((graph) => !isPart(graph));
    const groups = selectCompleteGroups(graphs.filter(isPart));
    return standalone.map((graph) => ({ precision: graph.precision, graphs: [graph.file] })).concat(groups);
  });
}

/** Whether `model.onnx` is only the language model of several graphs, which a separate embedding graph indicates. */
const hasModelAsPart = (graphs: readonly Graph[]): boolean =>
  graphs.some(({ stem }) => stem === 'prepare_inputs_embeds' || stem === 'embed_tokens');

function selectCompleteGroups(graphs: readonly Graph[]): OnnxGroup[] {
  const isMerged = graphs.some(({ stem }) => stem === mergedDecoder);
  const usedGraphs = isMerged ? graphs.filter(({ stem }) => !unmergedDecoders.has(stem)) : graphs;
  const count = new Set(usedGraphs.map(({ stem }) => stem)).size;
  const groups = [...Map.groupBy(usedGraphs, ({ precision }) => precision)].map(([precision, group]) => ({
    precision,
    graphs: group.sort((a, b) => partStems.indexOf(a.stem) - partStems.indexOf(b.stem)).map(({ file }) => file),
  }));
  const complete = groups.filter((group) => group.graphs.length === count);
  return complete.length > 0 ? complete : usedGraphs.map(({ precision, file }) => ({ precision, graphs: [file] }));
}

function parseGraphFile(file: HubFile): Graph[] {
  const folder = getParentFolder(file.path);
  const [, stem, precision] = onnxFilePattern.exec(file.path.slice(folder.length)) ?? [];
  return stem === undefined ? [] : [{ file, folder, stem, precision: precision?.toLowerCase() ?? null }];
}
