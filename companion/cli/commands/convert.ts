import { basename } from 'node:path';
import { defaultMaxContext, type Conversion } from '#convert/convert-model.ts';
import { matrixForms, type MatrixFormId } from '#convert/decoder/matrix-forms.ts';
import { fileTypes, type FileTypeId } from '#convert/gguf/file-type.ts';
import { convert as words } from '#words/en/models/convert.ts';
import { format } from '#words/en/format.ts';
import { UsageError, type Command } from '../command.ts';
import { convertFile } from '../native/convert-file.ts';
import { listFilesRead } from '../files/model-files.ts';
import { listExternalDataPaths } from '../files/write-split.ts';
import { checkFile, checkNotRead, checkWritable, rejectOptions } from '../options/check-options.ts';
import { parseOptions } from '../options/parse-options.ts';
import { parseWholeNumber } from '../options/whole-number.ts';
import { toSingleLine } from '../print/single-line.ts';

const options = {
  to: { type: 'string' },
  type: { type: 'string' },
  context: { type: 'string' },
  out: { type: 'string' },
  json: { type: 'boolean' },
} as const;

const forms = Object.keys(matrixForms) as readonly MatrixFormId[];
const types = Object.keys(fileTypes) as readonly FileTypeId[];
const defaultForm: MatrixFormId = 'w8a8';

export const command: Command = {
  usage: `usage: npm run assay -- convert <model> --to <format> --out <file> [options]

Converts a model to another format or type. The model itself is not changed.

  --to onnx          from GGUF or safetensors (Llama, SmolLM, Qwen 2 and 3, Gemma 3): a graph with a key-value
                     cache, as docs/decoder-graph.md describes it; its tokenizer and settings are written in files
                     next to it, as Chat and transformers.js open them; from safetensors of encoders
                     (BERT, RoBERTa, XLM-RoBERTa): a graph in float32; from Model2Vec:
                     a graph with its token vectors as they are stored
  --to gguf          from GGUF: the same model with its weights in another type; from safetensors of the same
                     language models, with tokenizer.json next to them
  --type <type>      for ONNX: ${forms.join(', ')}; default: ${defaultForm}
                     for GGUF: ${types.join(', ')}
  --context <number> for ONNX: the maximum context length in tokens; default: ${defaultMaxContext},
                     or as many as the model was trained on
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
    await checkWritable('out', out);
    checkNotRead('out', listExternalDataPaths(out), await listFilesRead(model));
    const result = await convertFile(model, out, conversion, signal);
    const { requantised, noTokenizer, textFiles, sizeBytes } = result;
    if (requantised !== null) log(toSingleLine(words.requantised(requantised)));
    if (noTokenizer !== null) log(toSingleLine(words.noTokenizer(noTokenizer)));
    const written = [`${basename(out)}, ${format.bytes(sizeBytes)}`, ...textFiles];
    print(values.json ? JSON.stringify(result, null, 2) : `${words.written}: ${written.join('; ')}`);
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
  const isWeights = model.endsWith('.safetensors');
  if (!isWeights && !model.endsWith('.gguf'))
    throw new UsageError(`"${model}" is neither a GGUF nor a safetensors file`);
  if (to === 'onnx') {
    const form = forms.find((id) => id === (type ?? defaultForm));
    if (!form) throw new UsageError(`--type for ONNX must be one of ${forms.join(', ')}, not "${type}"`);
    const maxContext =
      context === undefined ? defaultMaxContext : parseWholeNumber('context', context, 1, Number.MAX_SAFE_INTEGER);
    return { to, form, maxContext };
  }
  if (to !== 'gguf') throw new UsageError(`--to must be onnx or gguf, not "${to ?? ''}"`);
  rejectOptions(values, ['context'], 'requires --to onnx');
  const fileType = types.find((id) => id === type);
  if (!fileType) throw new UsageError(`--type for GGUF must be one of ${types.join(', ')}, not "${type ?? ''}"`);
  return { to, type: fileType };
}
