import { abbreviate, type Finding } from './finding.ts';
import { readTemplateBlocks, type TemplateToken } from './template-lexer.ts';
import { checkHidden } from './text-checks.ts';

/**
 * Attributes that lead from any value to Python's internals: the way out of an unsandboxed Jinja environment
 * (CVE-2024-34359 in llama-cpp-python). No chat template needs them.
 */
const internals = /__\w+__|\bfunc_globals\b|\b(popen|os\.system|subprocess)\b/i;
/** Parts that such a name can be composed from. */
const partOfName = /^_+$|^__|__$|%c/;
/** Filters whose first argument is an attribute, and the argument with which others name one. */
const attributeFilters = new Set(['selectattr', 'rejectattr', 'groupby']);
const attributeArgument = 'attribute';
/** Characters shown around what was found. */
const context = 40;

/** What is suspicious in the code of a Jinja chat template. Its plain text may only hide characters. */
export function checkTemplate(where: string, template: string): Finding[] {
  const hidden = checkHidden(where, template);
  let medium: number | null = null;
  for (const tokens of readTemplateBlocks(template)) {
    for (const [index, token] of tokens.entries()) {
      if (isInternal(tokens, index)) return [toFinding('high', token.offset), ...hidden];
      if (medium === null && isComputed(tokens, index)) medium = token.offset;
    }
    if (medium === null) medium = findComputedSubscript(tokens);
  }
  return medium === null ? hidden : [toFinding('medium', medium), ...hidden];

  function toFinding(severity: 'medium' | 'high', offset: number): Finding {
    const expression = abbreviate(template.slice(Math.max(0, offset - context), offset + context).trim());
    return { code: 'template-internals', severity, facts: { where: abbreviate(where), expression } };
  }
}

function isInternal(tokens: readonly TemplateToken[], index: number): boolean {
  const { kind, text } = tokens[index]!;
  if (kind !== 'string' && kind !== 'name') return false;
  if (internals.test(text)) return true;
  const [next, second] = [tokens[index + 1]?.text, tokens[index + 2]?.text];
  return (
    kind === 'name' && ((text === 'mro' && next === '(') || (text === 'os' && next === '.' && second === 'system'))
  );
}

/** Whether an attribute is read under a computed name, or part of such a name is here. */
function isComputed(tokens: readonly TemplateToken[], index: number): boolean {
  const { kind, text } = tokens[index]!;
  const [before, next] = [tokens[index - 1]?.text, tokens[index + 1]?.text];
  if (kind === 'string') {
    const isFilterOfMap = text === 'attr' && before === '(' && tokens[index - 2]?.text === 'map';
    return isFilterOfMap || partOfName.test(text);
  }
  if (kind !== 'name') return false;
  if (text === 'attr') return before === '|' && next === '(';
  const isArgument = (text === attributeArgument && next === '=') || (attributeFilters.has(text) && next === '(');
  return isArgument && !isConstant(tokens, index + 2);
}

/** Whether the argument that starts at `index` is one constant. */
function isConstant(tokens: readonly TemplateToken[], index: number): boolean {
  const [value, end] = [tokens[index], tokens[index + 1]];
  return (value?.kind === 'string' || value?.kind === 'number') && /^[,)]$/.test(end?.text ?? ')');
}

interface Open {
  readonly offset: number;
  readonly isSubscript: boolean;
  readonly belongsToConstant: boolean;
  /** Tokens, strings or `~` between strings, and names in it; those in a subscript in it are not its strings. */
  tokens: number;
  strings: number;
  others: number;
}

/** Where a subscript is of a constant text or list, or is computed from texts; `null` if none is. */
function findComputedSubscript(tokens: readonly TemplateToken[]): number | null {
  const open: Open[] = [];
  for (const [index, { kind, text, offset }] of tokens.entries()) {
    const before = tokens[index - 1];
    if (kind === 'symbol' && /^[[({]$/.test(text)) {
      const isEmpty = /^[)\]}]$/.test(before?.text ?? '') && /^[[({]$/.test(tokens[index - 2]?.text ?? '');
      const belongsToConstant = before?.kind === 'string' || isEmpty;
      const isSubscript = text === '[' && before !== undefined && isValueEnd(before);
      open.push({ offset, isSubscript, belongsToConstant, tokens: 0, strings: 0, others: 0 });
    } else if (kind === 'symbol' && /^[\])}]$/.test(text)) {
      const closed = open.pop();
      if (!closed) continue;
      if (closed.isSubscript) {
        if (closed.strings > 0 && closed.tokens > 1) return closed.offset;
        if (closed.belongsToConstant && closed.others > 0) return closed.offset;
      }
      const outer = open.at(-1);
      if (!outer) continue;
      outer.tokens++;
      outer.others += closed.others;
      if (!closed.isSubscript) outer.strings += closed.strings;
    } else {
      const inner = open.at(-1);
      if (!inner) continue;
      inner.tokens++;
      if (kind === 'string' || text === '~') inner.strings++;
      else if (kind === 'name') inner.others++;
    }
  }
  return null;
}

/** Words after which a bracket starts a list. */
const keywords = new Set([
  'in',
  'is',
  'and',
  'or',
  'not',
  'if',
  'else',
  'elif',
  'set',
  'return',
  'import',
  'include',
  'extends',
]);

function isValueEnd({ kind, text }: TemplateToken): boolean {
  if (kind === 'name') return !keywords.has(text);
  return kind === 'string' || /^[)\]}]$/.test(text);
}
