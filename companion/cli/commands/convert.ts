import { basename } from 'node:path';
import { defaultMaxContext, type Conversion } from '#convert/convert-model.ts';
import { matrixForms, type MatrixFormId } from '#convert/decoder/matrix-forms.ts';
import { fileTypes, type FileTypeId } from '#convert/gguf/file-type.ts';
import { convert as words } from '#words/en/models/convert.ts';
import { format } from '#words/en/format.ts';
import { UsageError, type Command } from '../command.ts';
import { convertFile } from '../native/convert-file.ts';
import { listSourceFiles } from '../files/model-files.ts';
import { listOutputPaths } from '../files/write-with-external-data.ts';
import { checkFile, checkNoInputReplaced, checkOutput, rejectOptions } from '../options/check-options.ts';
import { parseOptions } from '../options/parse-options.ts';
import { parseWholeNumber } from '../options/parse-whole-number.ts';
import { toSingleLine } from '../print/terminal-text.ts';

const options = {
  to: { type: 'string' },
  type: { type: 'string' },
  context: { type: 'string' },
  out: { type: 'string' },
  json: { type: 'boolean' },
} as const;

const matrixFormIds = Object.keys(matrixForms) as readonly MatrixFormId[];
const fileTypeIds = Object.keys(fileTypes) as readonly FileTypeId[];
const defaultForm: MatrixFormId = 'w8a8';

export const command: Command = {
  usage: `usage: npm run assay -- convert <model> --to <format> --out <file> [options]

Converts a model to another format or type. The model itself is not changed.

  --to onnx          from GGUF or safetensors (Llama, SmolLM, Qwen 2 and 3, Gemma 3): a graph with a key-value
                     cache, as docs/decoder-graph.md describes it; its tokenizer and settings are written in files
                     next to it, for Chat and transformers.js; from safetensors of encoders
                     (BERT, RoBERTa, XLM-RoBERTa) and ViT: a graph in float32; from Model2Vec:
                     a graph with its embedding table unchanged; from Whisper: --out is the encoder, and
                     decoder_model_merged.onnx is written next to it
  --to gguf          from GGUF: the same model with its weights in another type; from safetensors of the same
                     language models, with tokenizer.json next to them
  --type <type>      for ONNX: ${matrixFormIds.join(', ')}; default: ${defaultForm}
                     for GGUF: ${fileTypeIds.join(', ')}
  --context <number> for ONNX: the maximum context length in tokens; default: ${defaultMaxContext},
                     or the model's trained context length, if that is shorter
  --out <file>       the new model; written only once it is complete
  --json             print JSON`,

  async run(args, { print, log, signal }) {
    const { values, positionals } = parseOptions(args, options, true);
    const [model, ...others] = positionals;
    const { out } = values;
    if (model === undefined || others.length > 0) throw new UsageError('expected one model file');
    checkFile(model, 'expected a GGUF or safetensors file');
    const conversion = parseConversion(model, values);
    if (out === undefined) throw new UsageError('--out is required');
    const sourceFiles = await listSourceFiles(model);
    await checkOutput('out', out, sourceFiles);
    checkNoInputReplaced('out', listOutputPaths(out), sourceFiles);
    const result = await convertFile(model, out, conversion, signal);
    const { requantised, noTokenizer, otherGraphs, textFiles, sizeBytes } = result;
    if (requantised !== null) log(toSingleLine(words.requantised(requantised)));
    if (noTokenizer !== null) log(toSingleLine(words.noTokenizer(noTokenizer)));
    const writtenFiles = [`${basename(out)}, ${format.bytes(sizeBytes)}`, ...otherGraphs, ...textFiles];
    print(values.json ? JSON.stringify(result, null, 2) : `${words.written}: ${writtenFiles.join('; ')}`);
    return 0;
  },
};

interface Values {
  readonly to?: string;
  readonly type?: string;
  readonly context?: string;
}

/** @throws UsageError */
function parseConversion(model: string, values: Values): Conversion {
  const { to, type, context } = values;
  const isSafetensors = model.endsWith('.safetensors');
  if (!isSafetensors && !model.endsWith('.gguf'))
    throw new UsageError(`"${model}" is neither a GGUF nor a safetensors file`);
  if (to === 'onnx') {
    const form = matrixFormIds.find((id) => id === (type ?? defaultForm));
    if (!form) throw new UsageError(`--type for ONNX must be one of ${matrixFormIds.join(', ')}, not "${type}"`);
    const maxContext =
      context === undefined ? defaultMaxContext : parseWholeNumber('context', context, 1, Number.MAX_SAFE_INTEGER);
    return { to, form, maxContext };
  }
  if (to !== 'gguf') throw new UsageError(`--to must be onnx or gguf, not "${to ?? ''}"`);
  rejectOptions(values, ['context'], 'requires --to onnx');
  const fileType = fileTypeIds.find((id) => id === type);
  if (!fileType) throw new UsageError(`--type for GGUF must be one of ${fileTypeIds.join(', ')}, not "${type ?? ''}"`);
  return { to, type: fileType };
}
