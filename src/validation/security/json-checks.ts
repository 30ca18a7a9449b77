import { AppError } from '#core/errors/error.ts';
import { asObject, asString, parseJson, type JsonObject } from '#formats/json.ts';
import { abbreviate, type Finding } from './finding.ts';
import { checkTemplate } from './template-checks.ts';
import { checkText } from './text-checks.ts';

/** Keras layers and objects that contain or name Python code (CVE-2024-3660, CVE-2025-1550). */
const codeLayers = new Set(['Lambda', '__lambda__', 'function', 'TFOpLambda', 'SlicingOpLambda']);
/** TensorFlow operators that access files (`high` in ModelScan) or call Python functions of the process. */
const systemOperators = new Set(
  'ReadFile WriteFile MergeV2Checkpoints Save SaveV2 Restore RestoreV2 PyFunc PyFuncStateless EagerPyFunc'.split(' '),
);
/** Keys whose texts are checked. Others contain node names and encoded weights. */
const textKeys = new Set(['generatedBy', 'convertedBy', 'description', 'author', 'license', 'name']);
const maxDepth = 128;

/**
 * Checks a JSON file of a model for layers and operators that run code, names of Python modules, and chat templates.
 * Only the keys matter, not their position in the file.
 */
export function checkJson(bytes: Uint8Array<ArrayBuffer>): Finding[] {
  const findings = new Map<string, Finding>();
  try {
    visit(parseJson(bytes, 'tfjs'), 0);
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    return [{ code: 'not-scanned', severity: 'low', facts: { cause: 'unreadable' } }];
  }
  return [...findings.values()];

  function visit(value: unknown, depth: number): void {
    if (depth > maxDepth) {
      const finding: Finding = { code: 'not-scanned', severity: 'low', facts: { cause: 'too-large' } };
      findings.set(finding.code, finding);
      return;
    }
    if (Array.isArray(value)) for (const item of value) visit(item, depth + 1);
    const object = asObject(value);
    if (!object) return;
    for (const finding of checkObject(object)) findings.set(JSON.stringify(finding), finding);
    for (const inner of Object.values(object)) visit(inner, depth + 1);
  }
}

function checkObject(object: JsonObject): Finding[] {
  const findings: Finding[] = [];
  const layer = asString(object.class_name);
  if (layer !== null && codeLayers.has(layer))
    findings.push({ code: 'code-layer', severity: 'high', facts: { layer } });
  const operator = asString(object.op);
  if (operator !== null && systemOperators.has(operator))
    findings.push({ code: 'system-operator', severity: 'high', facts: { operator } });
  for (const module of Object.values(asObject(object.auto_map) ?? {})) {
    const name = asString(Array.isArray(module) ? module[0] : module);
    if (name !== null) findings.push({ code: 'remote-code', severity: 'medium', facts: { module: abbreviate(name) } });
  }
  for (const [key, value] of Object.entries(object)) {
    if (typeof value !== 'string') continue;
    if (key === 'chat_template' || key === 'template') findings.push(...checkTemplate(key, value));
    else if (textKeys.has(key)) findings.push(...checkText(key, value));
  }
  return findings;
}
