import { posix } from 'node:path';
import ts from 'typescript';

/** One import of a source file. */
export interface Import {
  /** The importing file; all paths are relative to the repository's root. */
  readonly from: string;
  /** The imported file, or pattern of files; `null` if it is a package. */
  readonly to: string | null;
  readonly specifier: string;
  /** Whether the import is type-only and is erased at compile time. */
  readonly isType: boolean;
}

/**
 * Finds the imports of a TypeScript or Svelte file: `import`, `export from`, `import()` in code and in types, and
 * `import.meta.glob`. Workers started by their URL are not included.
 */
export function parseImports(from: string, text: string): Import[] {
  const imports: Import[] = [];
  const add = (specifier: ts.Node | undefined, isType = false) => {
    if (!specifier || !ts.isStringLiteralLike(specifier)) return;
    imports.push({ from, to: resolveTarget(from, specifier.text), specifier: specifier.text, isType });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, node.importClause?.isTypeOnly);
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true);
    else if (ts.isCallExpression(node) && isImportFunction(node.expression)) add(node.arguments[0]);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(from, from.endsWith('.svelte') ? extractScripts(text) : text, ts.ScriptTarget.Latest));
  return imports;
}

function isImportFunction(callee: ts.Expression): boolean {
  if (callee.kind === ts.SyntaxKind.ImportKeyword) return true;
  return ts.isPropertyAccessExpression(callee) && ts.isMetaProperty(callee.expression) && callee.name.text === 'glob';
}

/** Resolves `#models/*` and `#*` as package.json defines them. */
function resolveTarget(from: string, specifier: string): string | null {
  const path = specifier.replace(/\?.*$/, '');
  const target = path.startsWith('.')
    ? posix.join(posix.dirname(from), path)
    : path.replace(/^#models\//, 'models/').replace(/^#/, 'src/');
  const isInRepository = /^[.#]/.test(path) && !target.startsWith('node_modules/');
  return isInRepository ? target : null;
}

function extractScripts(text: string): string {
  return [...text.matchAll(/<script[^>]*>([^]*?)<\/script>/g)].map(([, code]) => code).join('\n');
}
