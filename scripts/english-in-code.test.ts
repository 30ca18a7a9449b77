import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { root } from './project-root.ts';

/** Matches two words in a row, or a word after a value: a part of an English sentence. */
const english = /(?:\b[A-Za-z]?[a-z]+|…) (?!ms\b)[a-z]{2,}\b/;

/** Texts that are not shown to users, or are the same in every language. */
const exceptions: readonly RegExp[] = [
  /^src\/share\/report-link\/report-v1\.ts: wasm on this device/, // as written by version 0.1
  /^src\/formats\/onnx\/onnx-cost\.ts: /, // lists of operators
  /^src\/gates\/exports\/(ci|junit)\.ts: /, // commands, YAML and XML
  /^src\/standalone\/templates\/[\w-]+\.ts: /, // programs, commands and YAML
  /^src\/validation\/security\/(pickle-globals|json-checks)\.ts: /, // lists of modules and operators
  /^src\/planner\/engine-limits\/\w+\.ts: float32 /, // a list of element types
  /^src\/monitor\/export\/open-metrics\.ts: # (TYPE|UNIT) /, // lines of the format
  /^src\/hallmark\/badge\.ts: </, // SVG
  /^src\/ui\/App\.svelte: footer select$/, // CSS
  /^src\/drawing\/annotate\.ts: 600 …px sans-serif$/, // CSS
  /^src\/tasks\/[\w-]+\/(imagenet|coco)-labels\.ts: /, // class names of the data set
  /^src\/device\/[\w-]+\.ts: @compute /, // WGSL
  /^src\/tasks\/speech-recognition\/languages\.ts: /, // codes of languages
  /^src\/sessions\/compare-text-engines\.ts: The harbour/, // the text on which engines are compared
  /^src\/state\/targets\/probe-target\.ts: Question: /, // the prompt for language models
  /^src\/formats\/identify-non-model\.ts: version https:/, // first line of a Git LFS pointer
  /^src\/runtimes\/wllama\/engine-log\.ts: Stack trace$/, // from the library's log
  /^src\/formats\/gguf\/counting-llama\.ts: \{% for /, // a chat template in Jinja
  /^src\/formats\/(onnx|tflite)\/[\w-]+\.ts: type …$/, // an element type without a name
];

/** Lists every English text in the code of a file, prefixed with the file's name; computed parts are `…`. */
function listTexts(file: string): string[] {
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || isForDevelopers(node)) return;
    const text = readText(node);
    if (text !== null && english.test(text)) texts.push(`${file}: ${text}`);
    ts.forEachChild(node, visit);
  };
  const code = readFileSync(join(root, file), 'utf8');
  const script = file.endsWith('.svelte') ? (/<script[^>]*>([^]*?)<\/script>/.exec(code)?.[1] ?? '') : code;
  ts.forEachChild(ts.createSourceFile(file, script, ts.ScriptTarget.Latest), visit);
  return texts;
}

/**
 * Whether a text is the message of a programming error, which is shown unchanged: of an error other than `AppError`, or
 * of an `AppError` with the code `internal`.
 */
function isForDevelopers(node: ts.Node): boolean {
  if (ts.isCallExpression(node)) return node.expression.kind === ts.SyntaxKind.SuperKeyword;
  if (!ts.isNewExpression(node) || !ts.isIdentifier(node.expression)) return false;
  const [code] = node.arguments ?? [];
  const { text } = node.expression;
  return text === 'AppError' ? code !== undefined && readText(code) === 'internal' : text.endsWith('Error');
}

function readText(node: ts.Node): string | null {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return null;
  return node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join('');
}

test('finds no sentences in code: sentences that are shown to users are in src/words', () => {
  const files = globSync('src/**/*.{ts,svelte}', { cwd: root }).filter(
    (file) => !/^src\/words\/|\.(test|fixture|d)\.ts$/.test(file),
  );
  expect(files.length).toBeGreaterThan(400);
  const texts = files.flatMap(listTexts).filter((text) => !exceptions.some((exception) => exception.test(text)));
  expect(texts).toEqual([]);
});

test('detects sentences in strings and templates, but not names', () => {
  expect(english.test('the file ends early')).toBe(true);
  expect(english.test('… elements')).toBe(true);
  expect(english.test('general.architecture = …')).toBe(false);
});
