import ts from 'typescript';

/** The texts of a language file at one path: a property, such as `leave.bench`, a constant or a function. */
export interface Place {
  /** Its texts, with `…` for inserted values. */
  readonly texts: Set<string>;
  /** The parameters that it reads, if it is a function: `0` is the first one, `0.name` a property of it. */
  readonly used: Set<string>;
}

/** For the name of each parameter: the path of its function, and its id in `used`. */
type Parameters = ReadonlyMap<string, { readonly path: string; readonly id: string }>;

/** Reads the texts of a language file by path. */
export function readPlaces(code: string): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  const placeAt = (path: string): Place => {
    const place = places.get(path) ?? { texts: new Set(), used: new Set() };
    places.set(path, place);
    return place;
  };
  const visit = (node: ts.Node, path: string, parameters: Parameters): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
    if (ts.isTypeNode(node) || ts.isTypeAliasDeclaration(node)) return;
    const text = isCode(node) ? null : readText(node);
    if (text !== null) placeAt(path).texts.add(text);
    const use = readUse(node, parameters);
    if (use !== null) placeAt(use.path).used.add(use.id);
    const below = getName(node) === null ? path : path === '' ? getName(node)! : `${path}.${getName(node)}`;
    const scope = ts.isFunctionLike(node) ? new Map([...parameters, ...readParameters(node, below)]) : parameters;
    ts.forEachChild(node, (child) => visit(child, below, scope));
  };
  ts.forEachChild(ts.createSourceFile('texts.ts', code, ts.ScriptTarget.Latest, true), (node) => {
    visit(node, '', new Map());
  });
  return places;
}

/** The name that a property, constant or function adds to the path. */
function getName(node: ts.Node): string | null {
  const isNamed =
    ts.isPropertyAssignment(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isFunctionDeclaration(node) ||
    (ts.isVariableDeclaration(node) && ts.isVariableDeclarationList(node.parent) && isTopLevel(node));
  if (!isNamed || !node.name || ts.isComputedPropertyName(node.name)) return null;
  return ts.isIdentifier(node.name) || ts.isStringLiteralLike(node.name) || ts.isNumericLiteral(node.name)
    ? node.name.text
    : null;
}

const isTopLevel = (node: ts.VariableDeclaration) => ts.isSourceFile(node.parent.parent.parent);

/** Whether a string is a property name, a fact name or a code that is compared, rather than a text. */
function isCode(node: ts.Node): boolean {
  const { parent } = node;
  return (
    ts.isCaseClause(parent) ||
    ts.isElementAccessExpression(parent) ||
    (ts.isPropertyAssignment(parent) && parent.name === node) ||
    (ts.isBinaryExpression(parent) && /^([!=]==|in)$/.test(parent.operatorToken.getText())) ||
    (ts.isPropertyAssignment(parent) && /^(href|id)$/.test(parent.name.getText())) ||
    (ts.isCallExpression(parent) && /^(import|code|head|modelHere)$/.test(parent.expression.getText())) ||
    findFactName(parent) === node
  );
}

/** The name in `fact(facts, 'file', …)`. */
function findFactName(node: ts.Node): ts.StringLiteralLike | null {
  if (!ts.isCallExpression(node) || !/^(fact|value)$/.test(node.expression.getText())) return null;
  const [, name] = node.arguments;
  return name && ts.isStringLiteralLike(name) ? name : null;
}

function readText(node: ts.Node): string | null {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return null;
  return node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join('');
}

function readParameters({ parameters }: ts.SignatureDeclaration, path: string) {
  return parameters.flatMap(({ name }, index) =>
    readNames(name, String(index)).map(([local, id]) => [local, { path, id }] as const),
  );
}

function readNames(name: ts.BindingName, id: string): [name: string, id: string][] {
  if (ts.isIdentifier(name)) return [[name.text, id]];
  return name.elements.flatMap((element, index): [name: string, id: string][] => {
    if (ts.isOmittedExpression(element)) return [];
    const key = element.propertyName?.getText() ?? (ts.isObjectBindingPattern(name) ? element.name.getText() : index);
    return readNames(element.name, `${id}.${key}`);
  });
}

/** The parameter, or the property of one, that an expression reads. */
function readUse(node: ts.Node, parameters: Parameters): { readonly path: string; readonly id: string } | null {
  if (!ts.isIdentifier(node) || !ts.isExpression(node)) return null;
  const parameter = parameters.get(node.text);
  const { parent } = node;
  if (!parameter || ts.isParameter(parent) || ts.isBindingElement(parent) || isOneOfMany(parent)) return null;
  if (ts.isPropertyAssignment(parent) && parent.name === node) return null;
  if (ts.isPropertyAccessExpression(parent) && parent.expression !== node) return null;
  const property = findProperty(parent);
  return property === null ? parameter : { ...parameter, id: `${parameter.id}.${property}` };
}

/** The property of a parameter that is read, unless it is built in, such as `length`. */
function findProperty(node: ts.Node): string | null {
  if (ts.isPropertyAccessExpression(node)) {
    const { text } = node.name;
    return text in Array.prototype || text in String.prototype ? null : text;
  }
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression)) {
    return node.argumentExpression.text;
  }
  return findFactName(node)?.text ?? null;
}

/** A comparison with one, which chooses between singular and plural. */
function isOneOfMany(node: ts.Node): boolean {
  return ts.isBinaryExpression(node) && /^'?1'?$/.test(node.right.getText());
}
