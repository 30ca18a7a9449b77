/**
 * How much a finding matters. `high`: opening the file, in some tool, may run code or read other files. `medium`: it may
 * exhaust the machine, or it needs code from elsewhere. `low`: unusual. `info`: worth knowing.
 */
export type Severity = 'info' | 'low' | 'medium' | 'high';

/** Kinds of files that an operating system or a browser runs. */
export type ExecutableKind = 'elf' | 'pe' | 'mach-o' | 'script' | 'wasm' | 'dex';

/** The facts of each finding. Texts from the file are excerpts ({@link abbreviate}). */
interface FactsOf {
  /** External data outside the folder of the model. */
  'external-path': { readonly path: string };
  /** A key of external data that ONNX does not define. */
  'external-key': { readonly key: string };
  /** Operators that only code from elsewhere can run. */
  'custom-operators': { readonly domain: string; readonly operators: string; readonly count: number };
  /** Operators that read or write files, or run a script. */
  'system-operator': { readonly operator: string };
  /** A layer that contains program code. */
  'code-layer': { readonly layer: string };
  /** A loop without a constant trip count; it ends by a `condition`, by a count `computed` at run time, or `never`. */
  'loop-unbounded': { readonly node: string; readonly ends: 'condition' | 'computed' | 'never' };
  'recursive-function': { readonly function: string };
  /** The header declares more weights than the file can contain. */
  'declared-size': { readonly declaredBytes: number; readonly fileBytes: number };
  /** A node that makes a huge value of small ones. */
  'large-value': { readonly node: string; readonly operator: string; readonly bytes: number };
  'text-url': { readonly where: string; readonly url: string };
  'text-markup': { readonly where: string; readonly text: string };
  /** Characters that hide text or change its order; `characters` are their code points. */
  'text-hidden': { readonly where: string; readonly characters: string };
  'text-long': { readonly where: string; readonly length: number };
  /** A chat template that reaches for Python internals. */
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
  /** The configuration names Python code of the repository that a library may load. */
  'remote-code': { readonly module: string };
  /** A file of Python code, which a library may load. */
  'python-file': { readonly path: string };
  /** A tag of YAML that makes Python objects. */
  'yaml-python': { readonly tag: string };
  /** A YAML directive that defines a handle for tags; none of them creates Python objects. */
  'yaml-tag': { readonly handle: string };
  /** A part that could not be examined. */
  'not-scanned': { readonly cause: NotScanned };
}

export type NotScanned = 'unreadable' | 'too-large' | 'compressed' | 'unknown-format';

export type FindingCode = keyof FactsOf;

/** Something in a file to be aware of, as a code with facts; the texts are in `src/words/<language>/security.ts`. */
export type Finding = {
  readonly [C in FindingCode]: { readonly code: C; readonly severity: Severity; readonly facts: FactsOf[C] };
}[FindingCode];

/** A finding and the file that it is in: a name, for an archive followed by `!` and the name of the member. */
export type SecurityFinding = Finding & { readonly file: string };

/** Maximum characters of a text from a file in the facts. */
const maxExcerpt = 120;

/** The beginning of a text from a file, with invisible characters as code points such as `<U+202E>`. */
export function abbreviate(text: string): string {
  const visible = text
    .slice(0, maxExcerpt)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => `<${formatCodePoint(character)}>`);
  return text.length > maxExcerpt ? `${visible}…` : visible;
}

/** E.g. `U+202E`. */
export function formatCodePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
