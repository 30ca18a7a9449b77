import { getParentFolder } from '#core/model/file-name.ts';
import type { HubFile } from '#core/model/hub-model.ts';

/** ONNX files in one folder and of one precision that form a model, in the order in which they are opened. */
interface OnnxGroup {
  readonly precision: string | null;
  readonly graphs: HubFile[];
}

/** Suffixes of the ONNX exports that transformers.js reads: `model_q4f16.onnx`. */
const typed = /^(.*?)(?:_(fp16|fp32|int8|uint8|quantized|q4f16|q4|q8|bnb4))?\.onnx$/i;

/** Names of the files that transformers.js opens together, in the order in which a run executes them. */
const parts: readonly string[] = [
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
const merged = 'decoder_model_merged';
const mergedFrom: ReadonlySet<string> = new Set(['decoder_model', 'decoder_with_past_model']);

interface Graph {
  readonly file: HubFile;
  readonly folder: string;
  readonly stem: string;
  readonly precision: string | null;
}

/**
 * A model in one file is a separate group. The parts in a folder with two or more are grouped by precision. A precision
 * that some part lacks cannot run and is omitted; if no precision is complete, each file is a separate group.
 */
export function groupParts(files: readonly HubFile[]): OnnxGroup[] {
  const folders = Map.groupBy(files.flatMap(parseGraphFile), ({ folder }) => folder);
  return [...folders.values()].flatMap((graphs) => {
    const isPart = ({ stem }: Graph) => parts.includes(stem) || (stem === 'model' && hasModelAsPart(graphs));
    const alone = graphs.filter((graph) => !isPart(graph));
    const together = completeGroups(graphs.filter(isPart));
    return alone.map((graph) => ({ precision: graph.precision, graphs: [graph.file] })).concat(together);
  });
}

/** Whether `model` is only a part, the language model: then one of these is in the same folder. */
const hasModelAsPart = (graphs: readonly Graph[]): boolean =>
  graphs.some(({ stem }) => stem === 'prepare_inputs_embeds' || stem === 'embed_tokens');

function completeGroups(graphs: readonly Graph[]): OnnxGroup[] {
  const isMerged = graphs.some(({ stem }) => stem === merged);
  const used = isMerged ? graphs.filter(({ stem }) => !mergedFrom.has(stem)) : graphs;
  const count = new Set(used.map(({ stem }) => stem)).size;
  const groups = [...Map.groupBy(used, ({ precision }) => precision)].map(([precision, group]) => ({
    precision,
    graphs: group.sort((a, b) => parts.indexOf(a.stem) - parts.indexOf(b.stem)).map(({ file }) => file),
  }));
  const complete = groups.filter((group) => group.graphs.length === count);
  return complete.length > 0 ? complete : used.map(({ precision, file }) => ({ precision, graphs: [file] }));
}

function parseGraphFile(file: HubFile): Graph[] {
  const folder = getParentFolder(file.path);
  const [, stem, precision] = typed.exec(file.path.slice(folder.length)) ?? [];
  return stem === undefined ? [] : [{ file, folder, stem, precision: precision?.toLowerCase() ?? null }];
}
