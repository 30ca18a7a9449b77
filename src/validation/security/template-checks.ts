import { abbreviate, type Finding } from './finding.ts';
import { readTemplateBlocks, type TemplateToken } from './template-lexer.ts';
import { checkHidden } from './text-checks.ts';

/**
 * Matches attributes that lead from any value to Python's internals, and so out of an unsandboxed Jinja environment
 * (CVE-2024-34359 in llama-cpp-python). No chat template needs them.
 */
const internalsPattern = /__\w+__|\bfunc_globals\b|\b(popen|os\.system|subprocess)\b/i;
/** Matches parts that can be joined to such a name. */
const namePartPattern = /^_+$|^__|__$|%c/;
/** Filters whose first argument is an attribute, and the argument that names the attribute in other filters. */
const attributeFilters = new Set(['selectattr', 'rejectattr', 'groupby']);
const attributeArgument = 'attribute';
/** Number of characters that are shown before and after a finding. */
const contextLength = 40;

/** Checks the code of a Jinja chat template; its plain text is only checked for hidden characters. */
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
    const expression = abbreviate(template.slice(Math.max(0, offset - contextLength), offset + contextLength).trim());
    return { code: 'template-internals', severity, facts: { where: abbreviate(where), expression } };
  }
}

function isInternal(tokens: readonly TemplateToken[], index: number): boolean {
  const { kind, text } = tokens[index]!;
  if (kind !== 'string' && kind !== 'name') return false;
  if (internalsPattern.test(text)) return true;
  const [next, second] = [tokens[index + 1]?.text, tokens[index + 2]?.text];
  return (
    kind === 'name' && ((text === 'mro' && next === '(') || (text === 'os' && next === '.' && second === 'system'))
  );
}

/** Whether a token reads an attribute with a computed name, or is a part of such a name. */
function isComputed(tokens: readonly TemplateToken[], index: number): boolean {
  const { kind, text } = tokens[index]!;
  const [previous, next] = [tokens[index - 1]?.text, tokens[index + 1]?.text];
  if (kind === 'string') {
    const isFilterOfMap = text === 'attr' && previous === '(' && tokens[index - 2]?.text === 'map';
    return isFilterOfMap || namePartPattern.test(text);
  }
  if (kind !== 'name') return false;
  if (text === 'attr') return previous === '|' && next === '(';
  const isArgument = (text === attributeArgument && next === '=') || (attributeFilters.has(text) && next === '(');
  return isArgument && !isConstant(tokens, index + 2);
}

/** Whether the argument that starts at `index` is one constant. */
function isConstant(tokens: readonly TemplateToken[], index: number): boolean {
  const [value, end] = [tokens[index], tokens[index + 1]];
  return (value?.kind === 'string' || value?.kind === 'number') && /^[,)]$/.test(end?.text ?? ')');
}

interface OpenBracket {
  readonly offset: number;
  readonly isSubscript: boolean;
  readonly belongsToConstant: boolean;
  /** Numbers of tokens, of strings and `~`, and of names in the bracket; strings in an inner subscript do not count. */
  tokens: number;
  strings: number;
  others: number;
}

/** Finds a subscript of a constant text or list, or one that is computed from texts; `null` if there is none. */
function findComputedSubscript(tokens: readonly TemplateToken[]): number | null {
  const openBrackets: OpenBracket[] = [];
  for (const [index, { kind, text, offset }] of tokens.entries()) {
    const previous = tokens[index - 1];
    if (kind === 'symbol' && /^[[({]$/.test(text)) {
      const isEmpty = /^[)\]}]$/.test(previous?.text ?? '') && /^[[({]$/.test(tokens[index - 2]?.text ?? '');
      const belongsToConstant = previous?.kind === 'string' || isEmpty;
      const isSubscript = text === '[' && previous !== undefined && isValueEnd(previous);
      openBrackets.push({ offset, isSubscript, belongsToConstant, tokens: 0, strings: 0, others: 0 });
    } else if (kind === 'symbol' && /^[\])}]$/.test(text)) {
      const closedBracket = openBrackets.pop();
      if (!closedBracket) continue;
      if (closedBracket.isSubscript) {
        if (closedBracket.strings > 0 && closedBracket.tokens > 1) return closedBracket.offset;
        if (closedBracket.belongsToConstant && closedBracket.others > 0) return closedBracket.offset;
      }
      const outer = openBrackets.at(-1);
      if (!outer) continue;
      outer.tokens++;
      outer.others += closedBracket.others;
      if (!closedBracket.isSubscript) outer.strings += closedBracket.strings;
    } else {
      const inner = openBrackets.at(-1);
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
