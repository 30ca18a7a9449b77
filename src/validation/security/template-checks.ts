import { excerpt, type Finding } from './finding.ts';
import { checkHidden } from './text-checks.ts';

/**
 * Attributes that lead from any value to Python's internals: the way out of an unsandboxed Jinja environment
 * (CVE-2024-34359 in llama-cpp-python). No chat template needs them.
 */
const internals = /__\w+__|\\x5f\\x5f|\\u005f\\u005f|\bmro\s*\(|\bfunc_globals\b|\b(popen|os\.system|subprocess)\b/i;
/** The filter that gets an attribute by a computed name, which hides it from the search above. */
const attributeFilter = /\|\s*attr\s*\(/;
/** Characters shown around what was found. */
const context = 40;

/** What is suspicious in the code of a Jinja chat template. Its plain text may only hide characters. */
export function checkTemplate(where: string, template: string): Finding[] {
  const hidden = checkHidden(where, template);
  for (const [code] of template.matchAll(/\{\{[^]*?\}\}|\{%[^]*?%\}/g)) {
    const inside = internals.exec(code);
    if (inside) return [finding('high', code, inside.index), ...hidden];
    const filter = attributeFilter.exec(code);
    if (filter) return [finding('medium', code, filter.index), ...hidden];
  }
  return hidden;

  function finding(severity: 'medium' | 'high', code: string, at: number): Finding {
    const expression = excerpt(code.slice(Math.max(0, at - context), at + context).trim());
    return { code: 'template-internals', severity, facts: { where: excerpt(where), expression } };
  }
}
