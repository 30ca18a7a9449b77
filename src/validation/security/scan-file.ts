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
import { isCompressed } from './packed-executable.ts';
import { checkPickle, pickleNamePattern } from './pickle-checks.ts';
import { startsWithImportingPickle, isPickle } from './pickle.ts';
import { checkTemplate } from './template-checks.ts';
import { checkYaml } from './yaml-checks.ts';
import { checkZip } from './zip-checks.ts';

/** Maximum size of a file that is read whole; larger ones are not examined. In real models they have a few MiB. */
const maxWholeBytes = 64 * 1024 * 1024;

/** The model file itself, or a file next to it. */
type FileRole = 'entry' | 'sibling';

/**
 * Scans one file of a model without reading its weights. Texts, images and raw weights next to a model are not
 * reported.
 */
export async function scanFile(source: ByteSource, name: string, role: FileRole): Promise<SecurityFinding[]> {
  const head = await readHead(source, headBytes);
  const executableKind = recogniseExecutable(head);
  // The compiled code of MLC models runs only in the sandbox of a browser.
  const severity = executableKind === 'wasm' && role === 'sibling' ? 'low' : 'high';
  const findings: Finding[] = executableKind ? [{ code: 'executable', severity, facts: { kind: executableKind } }] : [];
  const archiveFindings = await checkZip(source, name);
  const isArchive = archiveFindings !== null && head[0] === 0x50 && head[1] === 0x4b;
  const contentFindings =
    isArchive || (executableKind && role === 'sibling')
      ? []
      : await tolerateDamage(() => checkContent(source, name, head, role));
  return [...addFileName([...findings, ...contentFindings], name), ...(archiveFindings ?? [])];
}

async function checkContent(
  source: ByteSource,
  name: string,
  head: Uint8Array<ArrayBuffer>,
  role: FileRole,
): Promise<Finding[]> {
  const detectedKind = identifyNonModel(head);
  if (detectedKind === 'pickle' || isPickle(head)) return checkWhole(source, checkPickle);
  if (detectedKind === 'hdf5') return checkHdf5(source);
  if (detectedKind === 'zip' || detectedKind === 'pytorch') return [reportNotScanned('unreadable')];
  if (isCompressed(head)) return [reportNotScanned('compressed')];
  if (isNpy(head)) return parseNpyHeader(head)?.isPlain ? [] : checkWhole(source, checkNpy);
  if (pickleNamePattern.test(name) && (detectedKind === null || detectedKind === 'text'))
    return checkWhole(source, checkPickle);
  if (detectedKind === 'ggml-legacy' || detectedKind === 'lfs-pointer') return [reportNotScanned('unknown-format')];
  if (role === 'sibling') {
    const nameFindings = await checkByName(source, name);
    if (nameFindings) return nameFindings;
    if (detectedKind !== null && detectedKind !== 'safetensors-index')
      return startsWithImportingPickle(head, source.size > head.length) ? checkWhole(source, checkPickle) : [];
  }
  if (detectedKind !== null) return [reportNotScanned('unknown-format')];
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
      return startsWithImportingPickle(head, source.size > head.length) ? checkWhole(source, checkPickle) : [];
  }
}

/** Checks a file that programs interpret by its name; `null` for other names. */
async function checkByName(source: ByteSource, name: string): Promise<Finding[] | null> {
  if (/\.py[wc]?$/i.test(name)) return [{ code: 'python-file', severity: 'medium', facts: { path: abbreviate(name) } }];
  if (/\.json$/i.test(name)) return checkWhole(source, checkJson);
  const decodeText = (bytes: Uint8Array<ArrayBuffer>) => new TextDecoder().decode(bytes);
  if (/\.ya?ml$/i.test(name)) return checkWhole(source, (bytes) => checkYaml(decodeText(bytes)));
  if (/\.jinja2?$/i.test(name)) return checkWhole(source, (bytes) => checkTemplate(name, decodeText(bytes)));
  return null;
}

/** Detects the format of a model file; `null` for a sibling of unknown format, which is assumed to be weights. */
async function detectFormatOrNull(source: ByteSource, name: string, role: FileRole) {
  try {
    return await detectFormat(source, name);
  } catch (thrown) {
    if (role === 'sibling' && thrown instanceof AppError && thrown.code === 'model-unknown') return null;
    throw thrown;
  }
}

/** Runs a check so that a file that violates its format becomes a finding instead of an error. */
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
