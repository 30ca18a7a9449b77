import { AppError } from '#core/errors/error.ts';
import type { ByteSource } from '#core/model/model.ts';
import { headBytes } from '#formats/format.ts';
import { detectFormat } from '#formats/index.ts';
import { identifyNonModel } from '#formats/identify-non-model.ts';
import { recogniseExecutable } from './executable.ts';
import { checkFacts } from './facts-checks.ts';
import { abbreviate, type Finding, type NotScanned, type SecurityFinding } from './finding.ts';
import { checkGguf } from './gguf-checks.ts';
import { checkHdf5 } from './hdf5-checks.ts';
import { checkJson } from './json-checks.ts';
import { checkNpy, isNpy, parseNpyHeader } from './npy-checks.ts';
import { checkOnnx } from './onnx-checks.ts';
import { isPacked } from './packed-executable.ts';
import { checkPickle, pickleName } from './pickle-checks.ts';
import { readImportsAtStart, isPickle } from './pickle.ts';
import { checkTemplate } from './template-checks.ts';
import { checkYaml } from './yaml-checks.ts';
import { checkZip } from './zip-checks.ts';

/** Files that are read whole. Larger ones are not examined; in real models they have a few MiB. */
const maxWholeBytes = 64 * 1024 * 1024;

/** The file that is opened, or one next to it. */
type Role = 'entry' | 'sibling';

/**
 * Security findings in one file of a model, whose weights are not read. Next to a\n * model, texts, images and raw weights are not reported.
 */
export async function scanFile(source: ByteSource, name: string, role: Role): Promise<SecurityFinding[]> {
  const head = await readHead(source, headBytes);
  const kind = recogniseExecutable(head);
  // The compiled code of MLC models runs only within a browser.
  const severity = kind === 'wasm' && role === 'sibling' ? 'low' : 'high';
  const own: Finding[] = kind ? [{ code: 'executable', severity, facts: { kind } }] : [];
  const archived = await checkZip(source, name);
  const isArchive = archived !== null && head[0] === 0x50 && head[1] === 0x4b;
  const content =
    isArchive || (kind && role === 'sibling') ? [] : await tolerateDamage(() => checkContent(source, name, head, role));
  return [...addFileName([...own, ...content], name), ...(archived ?? [])];
}

async function checkContent(
  source: ByteSource,
  name: string,
  head: Uint8Array<ArrayBuffer>,
  role: Role,
): Promise<Finding[]> {
  const is = identifyNonModel(head);
  if (is === 'pickle' || isPickle(head)) return checkWhole(source, checkPickle);
  if (is === 'hdf5') return checkHdf5(source);
  if (is === 'zip' || is === 'pytorch') return [reportNotScanned('unreadable')];
  if (isPacked(head)) return [reportNotScanned('compressed')];
  if (isNpy(head)) return parseNpyHeader(head)?.isPlain ? [] : checkWhole(source, checkNpy);
  if (pickleName.test(name) && (is === null || is === 'text')) return checkWhole(source, checkPickle);
  if (is === 'ggml-legacy' || is === 'lfs-pointer') return [reportNotScanned('unknown-format')];
  if (role === 'sibling') {
    const named = await checkByName(source, name);
    if (named) return named;
    if (is !== null && is !== 'safetensors-index')
      return readImportsAtStart(head, source.size > head.length) ? checkWhole(source, checkPickle) : [];
  }
  if (is !== null) return [reportNotScanned('unknown-format')];
  const format = await detectFormatOrNull(source, name, role);
  switch (format?.id) {
    case 'onnx':
      return checkOnnx(source);
    case 'gguf':
      return checkGguf(source);
    case 'tfjs':
    case 'mlc':
      return checkWhole(source, checkJson);
    case 'tflite':
    case 'openvino':
    case 'safetensors':
      return checkFacts(format, source, name);
    case undefined:
      return readImportsAtStart(head, source.size > head.length) ? checkWhole(source, checkPickle) : [];
  }
}

/** What programs interpret by the name of the file; `null` for other names. */
async function checkByName(source: ByteSource, name: string): Promise<Finding[] | null> {
  if (/\.py[wc]?$/i.test(name)) return [{ code: 'python-file', severity: 'medium', facts: { path: abbreviate(name) } }];
  if (/\.json$/i.test(name)) return checkWhole(source, checkJson);
  const decodeText = (bytes: Uint8Array<ArrayBuffer>) => new TextDecoder().decode(bytes);
  if (/\.ya?ml$/i.test(name)) return checkWhole(source, (bytes) => checkYaml(decodeText(bytes)));
  if (/\.jinja2?$/i.test(name)) return checkWhole(source, (bytes) => checkTemplate(name, decodeText(bytes)));
  return null;
}

/** The format of a model; `null` for a file next to a model that is none, which is taken for weights. */
async function detectFormatOrNull(source: ByteSource, name: string, role: Role) {
  try {
    return await detectFormat(source, name);
  } catch (thrown) {
    if (role === 'sibling' && thrown instanceof AppError && thrown.code === 'model-unknown') return null;
    throw thrown;
  }
}

/** A file that violates its format is itself a finding, not a failure of the scan. */
async function tolerateDamage(check: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await check();
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'model-unknown') return [reportNotScanned('unknown-format')];
    if (thrown instanceof AppError) return [reportNotScanned('unreadable')];
    throw thrown;
  }
}

async function checkWhole(
  source: ByteSource,
  check: (bytes: Uint8Array<ArrayBuffer>) => Finding[],
): Promise<Finding[]> {
  return source.size > maxWholeBytes ? [reportNotScanned('too-large')] : check(await readHead(source, source.size));
}

const addFileName = (findings: readonly Finding[], file: string): SecurityFinding[] =>
  findings.map((finding) => ({ file, ...finding }));

const readHead = async (source: ByteSource, maxBytes: number) =>
  new Uint8Array(await source.slice(0, Math.min(source.size, maxBytes)).arrayBuffer());

const reportNotScanned = (cause: NotScanned): Finding => ({ code: 'not-scanned', severity: 'low', facts: { cause } });
