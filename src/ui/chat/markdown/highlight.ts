import type { Emitter } from 'highlight.js';
import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import c from 'highlight.js/lib/languages/c';
import cpp from 'highlight.js/lib/languages/cpp';
import csharp from 'highlight.js/lib/languages/csharp';
import css from 'highlight.js/lib/languages/css';
import go from 'highlight.js/lib/languages/go';
import java from 'highlight.js/lib/languages/java';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import python from 'highlight.js/lib/languages/python';
import rust from 'highlight.js/lib/languages/rust';
import sql from 'highlight.js/lib/languages/sql';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';

/** Part of a code block; `scope` is a highlight.js scope such as `keyword` or `title.function`, or `null`. */
export interface Span {
  readonly text: string;
  readonly scope: string | null;
}

/** In characters. Longer code is not highlighted, because highlighting blocks the page. */
const maxLength = 50_000;

/** Collects spans instead of HTML, so no markup is built from a model's output. */
class SpanEmitter implements Emitter {
  readonly spans: Span[] = [];
  readonly #scopes: string[] = [];

  addText(text: string): void {
    if (text) this.spans.push({ text, scope: this.#scopes.at(-1) ?? null });
  }
  startScope(name: string): void {
    this.#scopes.push(name);
  }
  endScope(): void {
    this.#scopes.pop();
  }
  // highlight.js also calls these, although its types lack them.
  openNode(name: string): void {
    this.startScope(name);
  }
  closeNode(): void {
    this.endScope();
  }
  __addSublanguage({ spans }: SpanEmitter): void {
    this.spans.push(...spans);
  }
  finalize(): void {}
  toHTML(): string {
    return '';
  }
}

const highlighter = hljs.newInstance();
highlighter.configure({ __emitter: SpanEmitter });
const languages = { bash, c, cpp, csharp, css, go, java, javascript, json, python, rust, sql, typescript, xml, yaml };
for (const [name, language] of Object.entries(languages)) highlighter.registerLanguage(name, language);

/** Splits code into highlighted spans; `null` if the language is not registered or the code is too long. */
export function highlight(code: string, language: string): readonly Span[] | null {
  if (code.length > maxLength || !highlighter.getLanguage(language)) return null;
  const { _emitter } = highlighter.highlight(code, { language, ignoreIllegals: true });
  return (_emitter as SpanEmitter).spans;
}
