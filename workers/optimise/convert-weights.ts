import type {
  ConversionOffer,
  ConversionRequest,
  ConvertedModel,
  OptimisableModel,
} from '#bridge/optimise-contract.ts';
import {
  convertModel,
  defaultMaxContext,
  type Conversion,
  type Converted,
  type ConvertedContent,
} from '#convert/convert-model.ts';
import { matrixForms, type MatrixFormId } from '#convert/decoder/matrix-forms.ts';
import { isDecoderConfig } from '#convert/decoder/safetensors-decoder.ts';
import { isWhisperConfig } from '#convert/whisper.ts';
import { needsConversion } from '#convert/open-checkpoint.ts';
import { fileTypes, type FileTypeId } from '#convert/gguf/file-type.ts';
import { AppError } from '#core/errors/error.ts';
import { getBaseName } from '#core/model/file-name.ts';
import type { ByteSource } from '#core/model/model.ts';
import { sumPartSizes } from '#formats/file-parts.ts';
import { readFacts } from '#formats/index.ts';
import { readJson } from '#formats/json.ts';
import { encodeOnnx } from '#formats/onnx/write-onnx.ts';
import { createRecipe } from '#optimise/recipe.ts';
import { hashSource } from '#storage/hash-source.ts';
import { readSource } from '../session/model-sources.ts';
import { toModelFile, writeModelFiles } from './model-file.ts';
import { loadOptimisable, type OptimisableFiles } from './optimisable.ts';

/** Whether a model is converted instead of rewritten: GGUF, or a language or speech model in safetensors. */
export async function needsWeightConversion({ name, siblings }: OptimisableFiles): Promise<boolean> {
  if (/\.gguf$/i.test(name)) return true;
  const file = siblings.get('config.json');
  if (!needsConversion(name) || !file) return false;
  const config = await readJson(file, 'safetensors');
  return isDecoderConfig(config) || isWhisperConfig(config);
}

/**
 * Reads the facts about a model whose weights can be converted, with its conversions.
 * @throws AppError from `readFacts`
 */
export async function inspectConvertible(files: OptimisableFiles): Promise<OptimisableModel> {
  const { name, source, siblings } = files;
  const facts = await readSource(source, () => readFacts(source, name, siblings));
  const { kind, name: type } = facts.quantisation;
  return {
    name,
    parentSha256: await readSource(source, () => hashSource(source)),
    sizeBytes: facts.sizeBytes,
    parameters: facts.parameters ?? 0,
    activationBytes: null,
    isConverted: false,
    lineage: null,
    sizes: {},
    tasks: [],
    cleaning: createRecipe(null).text,
    schemes: [],
    conversions: await listConversionOffers(files),
    quantisedAs: ['none', 'unknown', 'float16', 'bfloat16'].includes(kind) ? null : type,
  };
}

/** Lists the conversions with the sizes of their results. Only the header is read: weights are converted while they are written. */
async function listConversionOffers(files: OptimisableFiles): Promise<readonly ConversionOffer[]> {
  const types = Object.keys(fileTypes) as FileTypeId[];
  const config = files.siblings.get('config.json');
  const isWhisper = config !== undefined && isWhisperConfig(await readJson(config, 'safetensors'));
  const forms = isWhisper ? (['float32'] as const) : (Object.keys(matrixForms) as MatrixFormId[]);
  const conversions: readonly Conversion[] = [
    ...types.map((type) => ({ to: 'gguf', type }) as const),
    ...forms.map((form) => ({ to: 'onnx', form, maxContext: defaultMaxContext }) as const),
  ];
  const offers: ConversionOffer[] = [];
  for (const conversion of conversions) {
    try {
      const { content, requantised } = await readSource(files.source, () => convertModel(files, conversion));
      offers.push({ conversion, sizeBytes: sumContentSizes(content), requantised, reason: null });
    } catch (thrown) {
      if (!(thrown instanceof AppError) || !isNotApplicable(thrown)) throw thrown;
      offers.push({ conversion, sizeBytes: null, requantised: null, reason: thrown });
    }
  }
  return offers;
}

function sumContentSizes(content: ConvertedContent): number {
  if ('gguf' in content) return sumPartSizes(content.gguf);
  const graphs = 'onnx' in content ? [content.onnx] : [...content.graphs.values()];
  return graphs.reduce((sum, graph) => sum + sumPartSizes(encodeOnnx(graph)), 0);
}

/** Whether the error means that a conversion does not apply to the model, or needs a file that was not chosen. */
function isNotApplicable({ code, facts }: AppError): boolean {
  return code === 'model-unsupported' || facts['reason'] === 'file-missing';
}

/** See `OptimiseWorker.convert`. */
export async function convertWeights(
  { subject, conversion }: ConversionRequest,
  onProgress: (fraction: number) => void,
): Promise<ConvertedModel> {
  const files = await loadOptimisable(subject);
  return readSource(files.source, async () => {
    const { content, requantised, noTokenizer, textFiles } = await convertModel(files, conversion);
    const written = await writeContent(content, formatConvertedFileName(files, conversion), onProgress);
    return {
      files: [...written, ...(await toTextFiles(textFiles))],
      sizeBytes: written.reduce((sum, { size }) => sum + size, 0),
      sha256: await hashSource(written[0]!),
      requantised,
      noTokenizer,
    };
  });
}

/** @param name the file name of the model, which is unused if it has several graphs with their own names */
async function writeContent(
  content: ConvertedContent,
  name: string,
  onProgress: (fraction: number) => void,
): Promise<readonly File[]> {
  if ('gguf' in content) return [await toModelFile(content.gguf, name, onProgress)];
  if ('onnx' in content) return writeModelFiles(content.onnx, name, onProgress);
  const writtenFiles: File[] = [];
  const { graphs } = content;
  for (const [index, [graphName, graph]] of [...graphs].entries())
    writtenFiles.push(
      ...(await writeModelFiles(graph, graphName, (fraction) => onProgress((index + fraction) / graphs.size))),
    );
  return writtenFiles;
}

function formatConvertedFileName({ name }: OptimisableFiles, conversion: Conversion): string {
  const stem = getBaseName(name).replace(/(-\d{5}-of-\d{5})?\.(gguf|safetensors)$/i, '');
  return conversion.to === 'gguf' ? `${stem}.${conversion.type}.gguf` : `${stem}.${conversion.form}.onnx`;
}

function toTextFiles(files: Converted['textFiles']): Promise<readonly File[]> {
  const textFiles = [...files].map(async ([name, content]) => {
    const isSource = 'arrayBuffer' in content;
    const bytes = isSource ? await (content as ByteSource).arrayBuffer() : JSON.stringify(content);
    return new File([bytes], name);
  });
  return Promise.all(textFiles);
}
