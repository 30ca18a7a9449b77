import type { Graph, Node, OnnxModel } from '#formats/onnx/onnx-model.ts';
import { listGraphs } from '#formats/onnx/stored-tensors.ts';
import { abbreviate, type Finding } from './finding.ts';

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
/** Operators that run a script in the file, from the Python bindings of onnxruntime and its extensions. */
const scriptOperators = /^(PyOp|PyCustomOp\w*|PythonOp|PythonOpGrad)$/;
/** Maximum operators that a finding lists. */
const maxListed = 8;

/** Operators that no engine contains: using the model means loading a library from elsewhere into the process. */
export function checkOperators(bodies: readonly Graph[], functions: OnnxModel['functions']): Finding[] {
  const nodes = bodies.flatMap(listGraphs).flatMap((body) => body.nodes);
  const local = new Set(functions.map(({ domain, name }) => `${domain}::${name}`));
  const custom = nodes.filter(({ domain, opType }) => !knownDomains.has(domain) && !local.has(`${domain}::${opType}`));
  const scripts = new Set(nodes.map(({ opType }) => opType).filter((type) => scriptOperators.test(type)));
  return [
    ...[...scripts].map((operator): Finding => ({ code: 'system-operator', severity: 'high', facts: { operator } })),
    ...[...Map.groupBy(custom, ({ domain }) => domain)].map(([domain, used]) => reportCustomOperators(domain, used)),
  ];
}

function reportCustomOperators(domain: string, nodes: readonly Node[]): Finding {
  const types = [...new Set(nodes.map(({ opType }) => opType))].slice(0, maxListed);
  const facts = { domain: abbreviate(domain), operators: abbreviate(types.join(', ')), count: nodes.length };
  return { code: 'custom-operators', severity: 'medium', facts };
}

/** Local functions that never end, because they call themselves or one that does: ONNX does not allow it. */
export function checkFunctions({ functions }: OnnxModel): Finding[] {
  const formatOperatorKey = ({ domain, name }: { readonly domain: string; readonly name: string }) =>
    `${domain}::${name}`;
  const calls = new Map(
    functions.map((body) => [
      formatOperatorKey(body),
      new Set(body.nodes.map(({ domain, opType }) => formatOperatorKey({ domain, name: opType }))),
    ]),
  );
  // Functions whose calls all end are removed until only those remain that call one another.
  const callers = new Map<string, string[]>();
  const open = new Map([...calls].map(([key, called]) => [key, [...called].filter((name) => calls.has(name)).length]));
  for (const [key, called] of calls)
    for (const name of called) {
      const known = callers.get(name);
      if (known) known.push(key);
      else callers.set(name, [key]);
    }
  const ended = [...open].flatMap(([key, count]) => (count === 0 ? [key] : []));
  // The list grows during iteration.
  for (const key of ended) {
    for (const caller of callers.get(key) ?? []) {
      const left = (open.get(caller) ?? 0) - 1;
      open.set(caller, left);
      if (left === 0) ended.push(caller);
    }
  }
  const [recursive] = [...open].find(([, count]) => count > 0) ?? [];
  if (recursive === undefined) return [];
  return [{ code: 'recursive-function', severity: 'medium', facts: { function: abbreviate(recursive) } }];
}
