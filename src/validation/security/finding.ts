/**
 * The severity of a finding. `high`: opening the file may run code or read other files in some tool. `medium`: it may
 * exhaust the memory or time of the machine, or it needs code from elsewhere. `low`: unusual. `info`: worth knowing.
 */
export type Severity = 'info' | 'low' | 'medium' | 'high';

/** Kinds of files that an operating system or a browser runs. */
export type ExecutableKind = 'elf' | 'pe' | 'mach-o' | 'script' | 'wasm' | 'dex';

/** The facts of each finding. Texts from the file are excerpts ({@link abbreviate}). */
interface FactsByCode {
  /** External data outside the folder of the model. */
  'external-path': { readonly path: string };
  /** A key of external data that ONNX does not define. */
  'external-key': { readonly key: string };
  /** Operators that need code from elsewhere. */
  'custom-operators': { readonly domain: string; readonly operators: string; readonly count: number };
  /** Operators that read or write files, or run a script. */
  'system-operator': { readonly operator: string };
  /** A layer that contains program code. */
  'code-layer': { readonly layer: string };
  /** A loop without a constant trip count: it ends by a `condition`, by a count `computed` at run time, or `never`. */
  'loop-unbounded': { readonly node: string; readonly ends: 'condition' | 'computed' | 'never' };
  'recursive-function': { readonly function: string };
  /** The header declares more weights than the file can contain. */
  'declared-size': { readonly declaredBytes: number; readonly fileBytes: number };
  /** A node that computes a huge tensor from small ones. */
  'large-value': { readonly node: string; readonly operator: string; readonly bytes: number };
  'text-url': { readonly where: string; readonly url: string };
  'text-markup': { readonly where: string; readonly text: string };
  /** Characters that hide text or change its order; `characters` are their code points. */
  'text-hidden': { readonly where: string; readonly characters: string };
  'text-long': { readonly where: string; readonly length: number };
  /** A chat template that accesses Python's internals. */
  'template-internals': { readonly where: string; readonly expression: string };
  /** The file is, or contains, a Python pickle, which can run code when it is loaded. */
  pickle: { readonly imports: number };
  'pickle-import': { readonly import: string };
  /** A pickle with an invalid or truncated instruction at `at`; the rest was not read. */
  'pickle-damaged': { readonly at: number };
  executable: { readonly kind: ExecutableKind };
  'archive-appended': { readonly at: number };
  'archive-path': { readonly path: string };
  'archive-link': { readonly path: string };
  'archive-bomb': { readonly path: string; readonly packedBytes: number; readonly bytes: number };
  /** Python code that the configuration names and a library may load. */
  'remote-code': { readonly module: string };
  /** A file of Python code, which a library may load. */
  'python-file': { readonly path: string };
  /** A YAML tag that creates Python objects. */
  'yaml-python': { readonly tag: string };
  /** A YAML directive that defines a tag handle, with which no Python objects are created. */
  'yaml-tag': { readonly handle: string };
  /** A part of the file that could not be examined. */
  'not-scanned': { readonly cause: NotScanned };
}

export type NotScanned = 'unreadable' | 'too-large' | 'compressed' | 'unknown-format';

export type FindingCode = keyof FactsByCode;

/**
 * Something in a file that a user should know, as a code with facts; the texts are in
 * `src/words/<language>/validation/security.ts`.
 */
export type Finding = {
  readonly [C in FindingCode]: { readonly code: C; readonly severity: Severity; readonly facts: FactsByCode[C] };
}[FindingCode];

/** A finding with the name of its file; in an archive, `!` and the name of the member follow. */
export type SecurityFinding = Finding & { readonly file: string };

/** Maximum length of an excerpt in UTF-16 code units. */
const maxExcerptLength = 120;

/** Returns the start of a text from a file, with invisible characters as code points such as `<U+202E>`. */
export function abbreviate(text: string): string {
  const visible = text
    .slice(0, maxExcerptLength)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => `<${formatCodePoint(character)}>`);
  return text.length > maxExcerptLength ? `${visible}…` : visible;
}

/** Formats the code point of a character, such as `U+202E`. */
export function formatCodePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
