/** A part of the code of a template. The text of a string is decoded, and adjacent constants are joined. */
export interface TemplateToken {
  readonly kind: 'string' | 'name' | 'number' | 'symbol';
  readonly text: string;
  /** Offset in the template. */
  readonly offset: number;
}

const opening = /\{[{%#]/g;
const token = /\s+|[\p{L}_][\p{L}\p{N}_]*|\d[\w.]*|[^]/uy;
const rawBlock = /[-+]?\s*raw\s*[-+]?%\}/y;
const endRaw = /\{%[-+]?\s*endraw\s*[-+]?%\}/g;

/**
 * The code of a Jinja template, block by block: what is in `{{ }}` and `{% %}`, without comments and raw text. A block that
 * does not end continues to the end of the template.
 */
export function readTemplateBlocks(template: string): TemplateToken[][] {
  const blocks: TemplateToken[][] = [];
  let index = 0;
  for (let next = matchAt(opening, template, index); next !== null; next = matchAt(opening, template, index)) {
    const start = next.index + 2;
    const kind = template[next.index + 1];
    if (kind === '#') index = findEnd(template.indexOf('#}', start), 2, template);
    else if (kind === '%' && matchAt(rawBlock, template, start)) {
      const end = matchAt(endRaw, template, rawBlock.lastIndex);
      index = end ? endRaw.lastIndex : template.length;
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
  /** Open brackets: `}}` also ends two dicts. */
  let depth = 0;
  let offset = start;
  while (offset < template.length) {
    if (depth === 0 && template[offset] === closing && template[offset + 1] === '}') return { tokens, end: offset + 2 };
    const isString = template[offset] === "'" || template[offset] === '"';
    const text = isString ? readString(template, offset) : (matchAt(token, template, offset)?.[0] ?? template[offset]!);
    if (/^[([{]$/.test(text)) depth++;
    else if (/^[)\]}]$/.test(text)) depth = Math.max(0, depth - 1);
    if (text.trim() !== '') tokens.push(readToken(text, offset));
    offset += text.length;
  }
  return { tokens, end: offset };
}

/** The string that starts at `start`, with its quotes; one that does not end takes the rest of the template. */
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

/** Python's escapes. Of named characters only the underscore matters here, so each counts as one. */
function decodeEscapes(text: string): string {
  const escape = /\\(?:x([\da-f]{2})|u([\da-f]{4})|U([\da-f]{8})|([0-7]{1,3})|(N\{[^}]*\})|([^]))/gi;
  return text.replace(escape, (_, x, u, long, octal, named, single) => {
    if (named !== undefined) return '_';
    if (single !== undefined) return single === '\n' ? '' : single;
    const code = octal === undefined ? parseInt(x ?? u ?? long, 16) : parseInt(octal, 8);
    return code > 0x10ffff ? '' : String.fromCodePoint(code);
  });
}

/** Joins constants that `~`, `+` or nothing connects. */
function joinTokens(tokens: readonly TemplateToken[]): TemplateToken[] {
  const result: TemplateToken[] = [];
  let parts: string[] = [];
  for (const [index, made] of tokens.entries()) {
    if (made.kind !== 'string') {
      const isBetween = /^[~+]$/.test(made.text) && tokens[index + 1]?.kind === 'string' && parts.length > 0;
      if (isBetween) continue;
      if (parts.length > 1) result.push({ ...result.pop()!, text: parts.join('') });
      parts = [];
      result.push(made);
    } else {
      if (parts.length === 0) result.push(made);
      parts.push(made.text);
    }
  }
  if (parts.length > 1) result.push({ ...result.pop()!, text: parts.join('') });
  return result;
}

function matchAt(pattern: RegExp, text: string, index: number): RegExpExecArray | null {
  pattern.lastIndex = index;
  return pattern.exec(text);
}

const findEnd = (index: number, length: number, text: string) => (index < 0 ? text.length : index + length);
