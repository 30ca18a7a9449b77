import { AppError } from '#core/error.ts';
import type { ByteSource } from '#core/model.ts';
import { headBytes } from '#formats/format.ts';
import { detectFormat } from '#formats/index.ts';
import { identifyNonModel } from '#formats/identify-non-model.ts';
import { executableKind } from './executable.ts';
import { checkFacts } from './facts-checks.ts';
import type { Finding, NotScanned, SecurityFinding } from './finding.ts';
import { checkGguf } from './gguf-checks.ts';
import { checkHdf5 } from './hdf5-checks.ts';
import { checkJson } from './json-checks.ts';
import { checkOnnx } from './onnx-checks.ts';
import { checkPickle, pickleName } from './pickle-checks.ts';
import { checkTemplate } from './template-checks.ts';
import { checkZip } from './zip-checks.ts';

/** Files that are read whole. Larger ones are not examined; those of real models have a few MiB. */
const maxWholeBytes = 64 * 1024 * 1024;

/** What a model file contains that is to be known before it is opened anywhere; its weights are not read. */
export async function scanFile(source: ByteSource, name: string): Promise<SecurityFinding[]> {
  const head = await bytesOf(source, headBytes);
  const kind = executableKind(head);
  const own: Finding[] = kind ? [{ code: 'executable', severity: 'high', facts: { kind } }] : [];
  const archived = await checkZip(source, name);
  const isArchive = archived?.every(({ code }) => code !== 'archive-appended') ?? false;
  if (!isArchive) own.push(...(await tolerant(() => checkContent(source, name, head))));
  return [...inFile(own, name), ...(archived ?? [])];
}

/** What else a folder of a model may contain that programs interpret; other files are only tested for being programs. */
export async function scanSibling(source: ByteSource, name: string): Promise<SecurityFinding[]> {
  const head = await bytesOf(source, 4096);
  const kind = executableKind(head);
  // The compiled code of MLC models runs only within a browser.
  if (kind) return inFile([{ code: 'executable', severity: kind === 'wasm' ? 'low' : 'high', facts: { kind } }], name);
  const is = identifyNonModel(head);
  if (is === 'zip' || is === 'pytorch')
    return (await checkZip(source, name)) ?? inFile([notScanned('unreadable')], name);
  if (is === 'pickle' || pickleName.test(name)) return inFile(await tolerant(() => whole(source, checkPickle)), name);
  if (settings.test(name)) return inFile(await tolerant(() => whole(source, checkJson)), name);
  if (/\.jinja2?$/i.test(name)) {
    const check = (bytes: Uint8Array<ArrayBuffer>) => checkTemplate(name, new TextDecoder().decode(bytes));
    return inFile(await tolerant(() => whole(source, check)), name);
  }
  return [];
}

/** JSON files of a model in the layout of the transformers library that contain code or name it. */
const settings = /(^|\/)(config|tokenizer_config|chat_template|processor_config|preprocessor_config)\.json$/;

async function checkContent(source: ByteSource, name: string, head: Uint8Array<ArrayBuffer>): Promise<Finding[]> {
  const is = identifyNonModel(head);
  if (pickleName.test(name) && (is === null || is === 'text')) return whole(source, checkPickle);
  switch (is) {
    case 'pickle':
      return whole(source, checkPickle);
    case 'hdf5':
      return checkHdf5(source);
    case 'gzip':
      return [notScanned('compressed')];
    case 'zip':
    case 'pytorch':
      return [notScanned('unreadable')];
    case null:
      break;
    default:
      return [notScanned('unknown-format')];
  }
  const format = await detectFormat(source, name);
  switch (format.id) {
    case 'onnx':
      return checkOnnx(source);
    case 'gguf':
      return checkGguf(source);
    case 'tfjs':
    case 'mlc':
      return whole(source, checkJson);
    case 'tflite':
    case 'safetensors':
      return checkFacts(format, source, name);
  }
}

/** A file that violates its format is itself a finding, not a failure of the scan. */
async function tolerant(check: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await check();
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'model-unknown') return [notScanned('unknown-format')];
    if (thrown instanceof AppError) return [notScanned('unreadable')];
    throw thrown;
  }
}

async function whole(source: ByteSource, check: (bytes: Uint8Array<ArrayBuffer>) => Finding[]): Promise<Finding[]> {
  return source.size > maxWholeBytes ? [notScanned('too-large')] : check(await bytesOf(source, source.size));
}

const inFile = (findings: readonly Finding[], file: string): SecurityFinding[] =>
  findings.map((finding) => ({ file, ...finding }));

const bytesOf = async (source: ByteSource, maxBytes: number) =>
  new Uint8Array(await source.slice(0, Math.min(source.size, maxBytes)).arrayBuffer());

const notScanned = (cause: NotScanned): Finding => ({ code: 'not-scanned', severity: 'low', facts: { cause } });
