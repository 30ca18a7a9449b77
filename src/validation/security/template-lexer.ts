/** A token of a template's code. The text of a string is decoded, and adjacent strings are joined. */
export interface TemplateToken {
  readonly kind: 'string' | 'name' | 'number' | 'symbol';
  readonly text: string;
  /** Offset in the template. */
  readonly offset: number;
}

const openingPattern = /\{[{%#]/g;
const tokenPattern = /\s+|[\p{L}_][\p{L}\p{N}_]*|\d[\w.]*|[^]/uy;
const rawBlockPattern = /[-+]?\s*raw\s*[-+]?%\}/y;
const endRawPattern = /\{%[-+]?\s*endraw\s*[-+]?%\}/g;

/**
 * Reads the code of a Jinja template, block by block: the content of `{{ }}` and `{% %}`, without comments and raw
 * text. A block that is not closed extends to the end of the template.
 */
export function readTemplateBlocks(template: string): TemplateToken[][] {
  const blocks: TemplateToken[][] = [];
  let index = 0;
  for (
    let next = matchAt(openingPattern, template, index);
    next !== null;
    next = matchAt(openingPattern, template, index)
  ) {
    const start = next.index + 2;
    const kind = template[next.index + 1];
    if (kind === '#') index = findEnd(template.indexOf('#}', start), 2, template);
    else if (kind === '%' && matchAt(rawBlockPattern, template, start)) {
      const end = matchAt(endRawPattern, template, rawBlockPattern.lastIndex);
      index = end ? endRawPattern.lastIndex : template.length;
    } else {
      const block = readBlock(template, start, kind === '%' ? '%' : '}');
      blocks.push(joinTokens(block.tokens));
      index = block.end;
    }
  }
  return blocks;
}

function readBlock(template: string, start: number, closing: string): { tokens: TemplateToken[]; end: number } {
  const tokens: TemplateToken[] = [];
  /** Number of open brackets, because `}}` can also close two dicts. */
  let depth = 0;
  let offset = start;
  while (offset < template.length) {
    if (depth === 0 && template[offset] === closing && template[offset + 1] === '}') return { tokens, end: offset + 2 };
    const isString = template[offset] === "'" || template[offset] === '"';
    const text = isString
      ? readString(template, offset)
      : (matchAt(tokenPattern, template, offset)?.[0] ?? template[offset]!);
    if (/^[([{]$/.test(text)) depth++;
    else if (/^[)\]}]$/.test(text)) depth = Math.max(0, depth - 1);
    if (text.trim() !== '') tokens.push(readToken(text, offset));
    offset += text.length;
  }
  return { tokens, end: offset };
}

/** Reads the string at `start` with its quotes; a string that is not closed extends to the end of the template. */
function readString(template: string, start: number): string {
  let end = start + 1;
  while (end < template.length && template[end] !== template[start]) end += template[end] === '\\' ? 2 : 1;
  return template.slice(start, end + 1);
}

function readToken(text: string, offset: number): TemplateToken {
  if (/^['"]/.test(text))
    return { kind: 'string', text: decodeEscapes(text.slice(1, text.endsWith(text[0]!) ? -1 : undefined)), offset };
  const kind = /^[\p{L}_]/u.test(text) ? 'name' : /^\d/.test(text) ? 'number' : 'symbol';
  return { kind, text, offset };
}

/** Decodes Python's escapes. Every named character becomes an underscore, the only one that the checks need. */
function decodeEscapes(text: string): string {
  const escape = /\\(?:x([\da-f]{2})|u([\da-f]{4})|U([\da-f]{8})|([0-7]{1,3})|(N\{[^}]*\})|([^]))/gi;
  return text.replace(escape, (_, x, u, long, octal, named, single) => {
    if (named !== undefined) return '_';
    if (single !== undefined) return single === '\n' ? '' : single;
    const code = octal === undefined ? parseInt(x ?? u ?? long, 16) : parseInt(octal, 8);
    return code > 0x10ffff ? '' : String.fromCodePoint(code);
  });
}

/** Joins strings that are adjacent or connected by `~` or `+`. */
function joinTokens(tokens: readonly TemplateToken[]): TemplateToken[] {
  const joinedTokens: TemplateToken[] = [];
  let parts: string[] = [];
  for (const [index, item] of tokens.entries()) {
    if (item.kind !== 'string') {
      const isBetween = /^[~+]$/.test(item.text) && tokens[index + 1]?.kind === 'string' && parts.length > 0;
      if (isBetween) continue;
      if (parts.length > 1) joinedTokens.push({ ...joinedTokens.pop()!, text: parts.join('') });
      parts = [];
      joinedTokens.push(item);
    } else {
      if (parts.length === 0) joinedTokens.push(item);
      parts.push(item.text);
    }
  }
  if (parts.length > 1) joinedTokens.push({ ...joinedTokens.pop()!, text: parts.join('') });
  return joinedTokens;
}

function matchAt(pattern: RegExp, text: string, index: number): RegExpExecArray | null {
  pattern.lastIndex = index;
  return pattern.exec(text);
}

const findEnd = (index: number, length: number, text: string) => (index < 0 ? text.length : index + length);
