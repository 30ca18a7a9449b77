import { posix } from 'node:path';
import ts from 'typescript';

/** One statement by which a source file names another. */
export interface Import {
  /** The importing file, relative to the repository's root, as all paths here. */
  readonly from: string;
  /** The imported file, or pattern of files; null: a package. */
  readonly to: string | null;
  readonly specifier: string;
  /** It is for the types alone, and leaves no trace in what runs. */
  readonly isType: boolean;
}

/**
 * What a TypeScript or Svelte file imports: by `import` and `export from`, by `import()` in code and in types, and by
 * `import.meta.glob`. A worker that is started by its address is not imported.
 */
export function importsOf(from: string, text: string): Import[] {
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, isType = false) => {
    if (!specifier || !ts.isStringLiteralLike(specifier)) return;
    found.push({ from, to: targetOf(from, specifier.text), specifier: specifier.text, isType });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, node.importClause?.isTypeOnly);
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true);
    else if (ts.isCallExpression(node) && isImporting(node.expression)) add(node.arguments[0]);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(from, from.endsWith('.svelte') ? scriptsIn(text) : text, ts.ScriptTarget.Latest));
  return found;
}

function isImporting(called: ts.Expression): boolean {
  if (called.kind === ts.SyntaxKind.ImportKeyword) return true;
  return ts.isPropertyAccessExpression(called) && ts.isMetaProperty(called.expression) && called.name.text === 'glob';
}

/** `#models/*` and `#*` as package.json has them. */
function targetOf(from: string, specifier: string): string | null {
  const path = specifier.replace(/\?.*$/, '');
  const target = path.startsWith('.')
    ? posix.join(posix.dirname(from), path)
    : path.replace(/^#models\//, 'models/').replace(/^#/, 'src/');
  const isOurs = /^[.#]/.test(path) && !target.startsWith('node_modules/');
  return isOurs ? target : null;
}

function scriptsIn(text: string): string {
  return [...text.matchAll(/<script[^>]*>([^]*?)<\/script>/g)].map(([, code]) => code).join('\n');
}
