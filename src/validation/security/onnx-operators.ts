import type { Graph, Node, OnnxModel } from '#formats/onnx/onnx-model.ts';
import { listGraphs } from '#formats/onnx/stored-tensors.ts';
import { abbreviate, type Finding } from './finding.ts';

/** The operator domains of ONNX and onnxruntime. */
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
/** Matches operators of onnxruntime's Python bindings and extensions that run a script in the file. */
const scriptOperators = /^(PyOp|PyCustomOp\w*|PythonOp|PythonOpGrad)$/;
/** Maximum number of operators that a finding lists. */
const maxListedOperators = 8;

/**
 * Finds operators that no engine contains, for which a library from elsewhere must be loaded, and operators that run
 * scripts.
 */
export function checkOperators(bodies: readonly Graph[], functions: OnnxModel['functions']): Finding[] {
  const nodes = bodies.flatMap(listGraphs).flatMap((body) => body.nodes);
  const localFunctions = new Set(functions.map(({ domain, name }) => `${domain}::${name}`));
  const customNodes = nodes.filter(
    ({ domain, opType }) => !knownDomains.has(domain) && !localFunctions.has(`${domain}::${opType}`),
  );
  const scriptTypes = new Set(nodes.map(({ opType }) => opType).filter((type) => scriptOperators.test(type)));
  return [
    ...[...scriptTypes].map((operator): Finding => ({
      code: 'system-operator',
      severity: 'high',
      facts: { operator },
    })),
    ...[...Map.groupBy(customNodes, ({ domain }) => domain)].map(([domain, used]) =>
      reportCustomOperators(domain, used),
    ),
  ];
}

function reportCustomOperators(domain: string, nodes: readonly Node[]): Finding {
  const types = [...new Set(nodes.map(({ opType }) => opType))].slice(0, maxListedOperators);
  const facts = { domain: abbreviate(domain), operators: abbreviate(types.join(', ')), count: nodes.length };
  return { code: 'custom-operators', severity: 'medium', facts };
}

/** Finds local functions that call themselves, directly or through others, which ONNX does not allow. */
export function checkFunctions({ functions }: OnnxModel): Finding[] {
  const formatOperatorKey = ({ domain, name }: { readonly domain: string; readonly name: string }) =>
    `${domain}::${name}`;
  const calls = new Map(
    functions.map((body) => [
      formatOperatorKey(body),
      new Set(body.nodes.map(({ domain, opType }) => formatOperatorKey({ domain, name: opType }))),
    ]),
  );
  // Functions whose calls all end are removed until only recursive functions and their callers remain.
  const callers = new Map<string, string[]>();
  const pendingCalls = new Map(
    [...calls].map(([key, called]) => [key, [...called].filter((name) => calls.has(name)).length]),
  );
  for (const [key, called] of calls)
    for (const name of called) {
      const existingCallers = callers.get(name);
      if (existingCallers) existingCallers.push(key);
      else callers.set(name, [key]);
    }
  const endingFunctions = [...pendingCalls].flatMap(([key, count]) => (count === 0 ? [key] : []));
  // The list grows during iteration.
  for (const key of endingFunctions) {
    for (const caller of callers.get(key) ?? []) {
      const remaining = (pendingCalls.get(caller) ?? 0) - 1;
      pendingCalls.set(caller, remaining);
      if (remaining === 0) endingFunctions.push(caller);
    }
  }
  const [recursive] = [...pendingCalls].find(([, count]) => count > 0) ?? [];
  if (recursive === undefined) return [];
  return [{ code: 'recursive-function', severity: 'medium', facts: { function: abbreviate(recursive) } }];
}
