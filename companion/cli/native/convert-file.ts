import { readFile, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { convertModel, type Conversion, type Converted, type ConvertedContent } from '#convert/convert-model.ts';
import type { ByteSource } from '#core/model/model.ts';
import { maxFileBytes } from '#formats/onnx/external-data.ts';
import type { OnnxModel } from '#formats/onnx/onnx-model.ts';
import { encodeOnnx } from '#formats/onnx/write-onnx.ts';
import { sumPartSizes } from '#formats/file-parts.ts';
import { openFileOnDisk } from '../../engines/model-on-disk.ts';
import { listSourceFiles } from '../files/model-files.ts';
import { writeParts } from '../files/write-parts.ts';
import { writeWithExternalData } from '../files/write-with-external-data.ts';
import { UsageError } from '../command.ts';
import { checkFile, checkOutput } from '../options/check-options.ts';

export interface ConvertedFile {
  readonly sha256: string;
  readonly sizeBytes: number;
  /** The type of the original weights if they were already quantised; `null` otherwise. */
  readonly requantised: string | null;
  /** The names of the other graphs, which are written next to the first. */
  readonly otherGraphs: readonly string[];
  /** The names of the files written next to the model: its tokenizer and settings. */
  readonly textFiles: readonly string[];
  /** The reason why no tokenizer was written; `null` if one was written, or if the model needs none. */
  readonly noTokenizer: string | null;
}

/**
 * Converts a model, and writes the result with its tokenizer and settings.
 * @throws UsageError | AppError from the conversion | the error of the file system
 */
export async function convertFile(
  path: string,
  out: string,
  conversion: Conversion,
  signal: AbortSignal,
): Promise<ConvertedFile> {
  const siblings = new Map<string, ByteSource>();
  const sourceFiles = await listSourceFiles(path);
  for (const sibling of sourceFiles) {
    if (sibling === path) continue;
    checkFile(sibling, 'expected a file of the model');
    if (basename(sibling) === 'config.json') await checkJson(sibling);
    siblings.set(basename(sibling), await openFileOnDisk(sibling));
  }
  const source = await openFileOnDisk(path);
  const { content, requantised, noTokenizer, ...converted } = await convertModel(
    { name: basename(path), source, siblings },
    conversion,
  );
  const textFiles = await readTextFiles(converted.textFiles);
  await checkTextFiles(textFiles, out);
  const graphs = 'graphs' in content ? [...content.graphs] : [];
  for (const [name] of graphs.slice(1)) await checkOutput('out', join(dirname(out), name), sourceFiles);
  const sha256 = await writeContent(content, out, signal);
  for (const [name, text] of textFiles) await writeFile(join(dirname(out), name), text);
  return {
    sha256,
    sizeBytes: (await stat(out)).size,
    requantised,
    otherGraphs: graphs.slice(1).map(([name]) => name),
    textFiles: [...textFiles.keys()],
    noTokenizer,
  };
}

/** @throws Error that names the file if it is not JSON */
async function checkJson(path: string): Promise<void> {
  try {
    JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw new Error(`"${path}" is not JSON: ${String(error)}`, { cause: error });
  }
}

async function readTextFiles(files: Converted['textFiles']): Promise<ReadonlyMap<string, string>> {
  const decoder = new TextDecoder();
  const texts = [...files].map(async ([name, content]): Promise<[string, string]> => [
    name,
    isSource(content) ? decoder.decode(await content.arrayBuffer()) : JSON.stringify(content),
  ]);
  return new Map(await Promise.all(texts));
}

function isSource(content: ByteSource | object): content is ByteSource {
  return 'arrayBuffer' in content;
}

/**
 * Checks that no file of another model would be replaced.
 * @throws UsageError if a file of the same name has other contents
 */
async function checkTextFiles(files: ReadonlyMap<string, string>, out: string): Promise<void> {
  for (const [name, text] of files) {
    const path = join(dirname(out), name);
    const existingText = await readFile(path, 'utf8').catch(() => null);
    if (existingText !== null && existingText !== text)
      throw new UsageError(`"${path}" exists and would be replaced: choose another folder for the model`);
  }
}

/** @returns the SHA-256 of the file that `out` names */
async function writeContent(content: ConvertedContent, out: string, signal: AbortSignal): Promise<string> {
  if ('gguf' in content) return writeParts(out, content.gguf, signal);
  if ('onnx' in content) return writeModel(content.onnx, out, signal);
  const digests: string[] = [];
  for (const [name, graph] of content.graphs)
    digests.push(await writeModel(graph, digests.length === 0 ? out : join(dirname(out), name), signal));
  return digests[0] ?? '';
}

function writeModel(model: OnnxModel, out: string, signal: AbortSignal): Promise<string> {
  const parts = encodeOnnx(model);
  return sumPartSizes(parts) > maxFileBytes
    ? writeWithExternalData(model, out, signal)
    : writeParts(out, parts, signal);
}
