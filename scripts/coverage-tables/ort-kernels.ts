import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findBrowser, launchBrowser, webgpuFlag } from '../../companion/browser/browser.ts';
import { root } from '../project-root.ts';
import { probeContribKernels } from './contrib-operators.ts';
import {
  listNodeCases,
  buildCaseModel,
  listTypeParameters,
  testedNode,
  getPortType,
  type NodeCase,
} from './node-cases.ts';
import type { OperatorSchema } from './node-cases.ts';
import { openEngine, type Engine } from './ort-in-page.ts';
import { mergeTypeCombinations } from './type-combinations.ts';

// `python onnx-schemas.py > schemas.json; node scripts/coverage-tables/ort-kernels.ts schemas.json` asks the installed
// onnxruntime-web, for every operator, opset and element type, on which execution provider it places a node, and
// writes the placements to src/planner/coverage/ort-kernels.json. Takes about three minutes.

/** The kernels of an operator, from one opset to the next opset with other kernels. */
interface KernelRow {
  /** The positions of the types in `webgpu` and `wasm`: the first input or output of each type parameter. */
  readonly typeConstraints: readonly string[];
  /** Combinations of types with a kernel: one list of types for each port. */
  readonly webgpu: readonly string[];
  readonly wasm: readonly string[];
  /** Inputs that the WebGPU kernel reads from host memory, and outputs that it writes there. */
  readonly hostInputs?: readonly number[];
  readonly hostOutputs?: readonly number[];
}

const webgpuProvider = 'WebGpuExecutionProvider';
/** Types to which `Cast` converts the int64 values of a shape. */
const castableTypes = new Set(['int64', 'int32', 'float32', 'uint8', 'bool', 'uint32', 'float16']);

async function probeKernelRow(schema: OperatorSchema, engine: Engine): Promise<KernelRow | null> {
  const cases = listNodeCases(schema);
  if (cases.length === 0) return null;
  const models = cases.map((node) => buildCaseModel(node));
  const webgpu = await engine.place('webgpu', models);
  const wasm = await engine.place('wasm', models);
  const typeConstraints = [...listTypeParameters(schema)];
  const mergeTypes = (hasKernel: (index: number) => boolean) =>
    mergeTypeCombinations(
      cases
        .filter((_, index) => hasKernel(index))
        .map(({ types }) => typeConstraints.map(([parameter]) => types[parameter]!)),
    );
  const onWebgpu = (index: number) => webgpu[index]!.placed[testedNode] === webgpuProvider;
  const example = cases.find((_, index) => onWebgpu(index));
  const [hostInputs, hostOutputs] = example
    ? [await findHostInputs(example, engine), await findHostOutputs(example, engine)]
    : [[], []];
  return {
    typeConstraints: typeConstraints.map(([, port]) => port),
    webgpu: mergeTypes(onWebgpu),
    wasm: mergeTypes((index) => !wasm[index]!.isInvalid && !wasm[index]!.hasNoKernel),
    ...(hostInputs.length > 0 && { hostInputs }),
    ...(hostOutputs.length > 0 && { hostOutputs }),
  };
}

/** Lists the inputs that are not copied: the kernel reads them from host memory, where they were computed. */
async function findHostInputs(node: NodeCase, engine: Engine): Promise<number[]> {
  const indices = [...node.schema.inputs.keys()].filter((index) =>
    castableTypes.has(getPortType(node, node.schema.inputs[index]!.type)),
  );
  const models = indices.map((fromCpu) => buildCaseModel(node, { fromCpu }));
  const placements = await engine.place('webgpu', models);
  return indices.filter((_, i) => {
    const { placed, copiesIn } = placements[i]!;
    return placed[testedNode] === webgpuProvider && !copiesIn;
  });
}

/** Lists the outputs in host memory: they are copied to the GPU for the sum, and not from it for the conversion. */
async function findHostOutputs(node: NodeCase, engine: Engine): Promise<number[]> {
  const indices = [...node.schema.outputs.keys()].filter((index) =>
    castableTypes.has(getPortType(node, node.schema.outputs[index]!.type)),
  );
  const models = indices.map((toSum) => buildCaseModel(node, { toSum }));
  const placements = await engine.place('webgpu', models);
  return indices.filter((_, i) => {
    const { placed, copiesIn, copiesOut } = placements[i]!;
    return placed[testedNode] === webgpuProvider && copiesIn && !copiesOut;
  });
}

const [schemaFile] = process.argv.slice(2);
if (schemaFile === undefined) throw new Error('usage: node scripts/coverage-tables/ort-kernels.ts schemas.json');
/** onnxruntime places no node of a model with an older opset on a GPU. */
const minGpuOpset = 7;
const listedSchemas = JSON.parse(readFileSync(schemaFile, 'utf8')) as readonly Omit<OperatorSchema, 'opset'>[];
const schemas = listedSchemas.map((schema, index): OperatorSchema => {
  const next = listedSchemas[index + 1];
  const last = next?.name === schema.name ? next.since - 1 : Infinity;
  return Object.assign({ opset: Math.min(last, Math.max(schema.since, minGpuOpset)) }, schema);
});
const executable = findBrowser();
if (executable === undefined) throw new Error('no browser found: set CHROME_PATH');
const browser = await launchBrowser(executable, [webgpuFlag]);
try {
  const engine = await openEngine(browser, join(root, 'node_modules/onnxruntime-web/dist'));
  const operators: Record<string, Record<string, KernelRow>> = {};
  for (const schema of schemas) {
    const row = await probeKernelRow(schema, engine);
    if (!row) continue;
    const versions = (operators[schema.name] ??= {});
    const last = Object.values(versions).at(-1);
    if (JSON.stringify(last) !== JSON.stringify(row)) versions[schema.since] = row;
  }
  const contrib = await probeContribKernels(engine, join(root, 'node_modules/onnxruntime-web'));
  const table = { engine: `onnxruntime-web ${engine.version}`, operators, contrib };
  writeFileSync(join(root, 'src/planner/coverage/ort-kernels.json'), `${JSON.stringify(table)}\n`);
} finally {
  await browser.close();
}
