import type { Node, OnnxModel } from '#formats/onnx/model.ts';
import { withSubgraphs } from '#formats/onnx/stored-tensors.ts';
import { excerpt, type Finding } from './finding.ts';

/** Domains of ONNX itself and of the operators that onnxruntime contains. */
const knownDomains = new Set([
  '',
  'ai.onnx',
  'ai.onnx.ml',
  'ai.onnx.training',
  'ai.onnx.preview.training',
  'com.microsoft',
  'com.microsoft.nchwc',
  'com.ms.internal.nhwc',
]);
/** Operators that run a script in the file: those of onnxruntime's and its extensions' Python bindings. */
const scriptOperators = /^(PyOp|PyCustomOp\w*|PythonOp|PythonOpGrad)$/;
/** Maximum operators that a finding lists. */
const maxListed = 8;

/** Operators that no engine contains: using the model means loading a library from elsewhere into the process. */
export function checkOperators({ graph, functions }: OnnxModel): Finding[] {
  const nodes = [...(graph ? withSubgraphs(graph) : []), ...functions].flatMap((body) => body.nodes);
  const local = new Set(functions.map(({ domain, name }) => `${domain}::${name}`));
  const custom = nodes.filter(({ domain, opType }) => !knownDomains.has(domain) && !local.has(`${domain}::${opType}`));
  const scripts = new Set(nodes.map(({ opType }) => opType).filter((type) => scriptOperators.test(type)));
  return [
    ...[...scripts].map((operator): Finding => ({ code: 'system-operator', severity: 'high', facts: { operator } })),
    ...[...Map.groupBy(custom, ({ domain }) => domain)].map(([domain, used]) => customOperators(domain, used)),
  ];
}

function customOperators(domain: string, nodes: readonly Node[]): Finding {
  const types = [...new Set(nodes.map(({ opType }) => opType))].slice(0, maxListed);
  const facts = { domain: excerpt(domain), operators: excerpt(types.join(', ')), count: nodes.length };
  return { code: 'custom-operators', severity: 'medium', facts };
}

/** Local functions that call themselves, which ONNX does not allow: expanding them never ends. */
export function checkFunctions({ functions }: OnnxModel): Finding[] {
  const keyOf = ({ domain, name }: { readonly domain: string; readonly name: string }) => `${domain}::${name}`;
  const calls = new Map(
    functions.map((body) => [
      keyOf(body),
      new Set(body.nodes.map(({ domain, opType }) => keyOf({ domain, name: opType }))),
    ]),
  );
  /** Functions that are known to end, so that each is visited once. */
  const done = new Set<string>();
  const open = new Set<string>();
  const isRecursive = (key: string): boolean => {
    if (done.has(key)) return false;
    if (open.has(key)) return true;
    open.add(key);
    const found = [...(calls.get(key) ?? [])].some(isRecursive);
    open.delete(key);
    if (!found) done.add(key);
    return found;
  };
  const recursive = [...calls.keys()].find(isRecursive);
  if (recursive === undefined) return [];
  return [{ code: 'recursive-function', severity: 'medium', facts: { function: excerpt(recursive) } }];
}
