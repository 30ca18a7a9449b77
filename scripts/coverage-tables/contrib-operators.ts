import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AttributeValue } from '#formats/onnx/graph-builder.ts';
import type { OnnxDataType } from '#formats/onnx/onnx-model.ts';
import { buildContribModel, testedNode } from './node-cases.ts';
import type { Engine } from './ort-in-page.ts';

/** Candidate types of an operator's first input. */
const firstTypes: readonly OnnxDataType[] = ['float32', 'float16', 'int32', 'uint32', 'int64', 'uint8', 'int8'];
const otherTypes: readonly OnnxDataType[] = ['uint8', 'int32', 'int64', 'float32', 'float16', 'int8', 'bool'];
/** The maximum corrections of a node until the engine accepts it; the highest observed number is 20. */
const maxAttempts = 60;

/**
 * Finds the operators of onnxruntime's own domain with a WebGPU kernel, and the types of their first input. The package
 * does not contain their schemas, so nodes are corrected by the engine's messages until it accepts them. The names are
 * words of its wasm file and of its operator list that it accepts.
 * @param folder the folder of the package onnxruntime-web
 */
export async function probeContribKernels(engine: Engine, folder: string): Promise<Record<string, string>> {
  const wasm = readFileSync(join(folder, 'dist/ort-wasm-simd-threaded.jspi.wasm'), 'latin1');
  const documented = readFileSync(join(folder, 'docs/webgpu-operators.md'), 'utf8');
  const words = [
    ...(wasm.match(/(?<=\0)[A-Z][A-Za-z0-9]{2,40}(?=\0)/g) ?? []),
    ...(documented.match(/(?<=^\| )\w+(?= \|.*com\.microsoft)/gm) ?? []),
  ];
  const candidates = [...new Set(words)].sort();
  const placements = await engine.place(
    'webgpu',
    candidates.map((word) => buildContribModel(word, ['float32'], {})),
  );
  const names = candidates.filter((_, index) => !/not a registered function/.test(placements[index]!.why));
  const kernels: Record<string, string> = {};
  for (const name of names) {
    const types: OnnxDataType[] = [];
    for (const type of firstTypes) if (await isOnGpu(name, type, engine)) types.push(type);
    if (types.length > 0) kernels[name] = types.join(' ');
  }
  return kernels;
}

async function isOnGpu(operator: string, firstType: OnnxDataType, engine: Engine): Promise<boolean> {
  let types: OnnxDataType[] = [firstType];
  const attributes: Record<string, AttributeValue> = {};
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const [placement] = await engine.place('webgpu', [buildContribModel(operator, types, attributes)]);
    const { why, placed } = placement!;
    if (placed[testedNode] !== undefined) return placed[testedNode] === 'WebGpuExecutionProvider';
    const [, min] = /input size \d+ not in range \[min=(\d+)/.exec(why) ?? [];
    const [, missing] = /Required attribute '(\w+)' is missing/.exec(why) ?? [];
    if (min !== undefined) types = Array.from({ length: Number(min) }, (_, index) => types[index] ?? firstType);
    else if (missing !== undefined) attributes[missing] = 32;
    else if (/of input parameter|bound to different types/.test(why)) {
      const changedTypes = await replaceType(operator, types, attributes, why, engine);
      if (!changedTypes) return false;
      types = changedTypes;
    } else return false;
  }
  return false;
}

/** Changes the type of one later input so that the engine no longer reports this error; `null` if there is none. */
async function replaceType(
  operator: string,
  types: readonly OnnxDataType[],
  attributes: Readonly<Record<string, AttributeValue>>,
  why: string,
  engine: Engine,
): Promise<OnnxDataType[] | null> {
  const findRejectedParameter = (text: string) => /(of input parameter \(\w+\)|Type parameter \(\w+\))/.exec(text)?.[1];
  for (const index of types.keys()) {
    if (index === 0) continue;
    for (const type of otherTypes) {
      const changed = types.with(index, type);
      const [placement] = await engine.place('webgpu', [buildContribModel(operator, changed, attributes)]);
      if (findRejectedParameter(placement!.why) !== findRejectedParameter(why)) return changed;
    }
  }
  return null;
}
