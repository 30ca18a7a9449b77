/** A part of a document under one heading, or on one page. */
export interface Section {
  /** Headings of the section from the outermost to the innermost; may be empty. */
  readonly headings: readonly string[];
  /** The page, counted from 1; `null` if the format has no pages. */
  readonly page: number | null;
  /** Paragraphs, tables and lists, separated by an empty line. */
  readonly text: string;
}

/** The contents of a document. */
export interface DocumentContents {
  /** The sections with text. */
  readonly sections: readonly Section[];
  /** The number of pages without text, such as scanned ones. */
  readonly pagesWithoutText: number;
}

/** Options for reading a document. */
export interface ReadOptions {
  readonly signal?: AbortSignal;
  /** @param fraction 0 to 1 */
  readonly onProgress?: (fraction: number) => void;
}

/** Collects the sections of a document in reading order. */
export class SectionBuilder {
  readonly #sections: Section[] = [];
  #headings: { readonly level: number; readonly title: string }[] = [];
  #paragraphs: string[] = [];

  /** Starts a section under a heading of a level, 1 for the outermost. */
  addHeading(level: number, title: string): void {
    this.#finishSection();
    const text = toSingleLine(title);
    if (text === '') return;
    this.#headings = [...this.#headings.filter((above) => above.level < level), { level, title: text }];
  }

  addParagraph(text: string): void {
    const trimmed = text.trim();
    if (trimmed !== '') this.#paragraphs.push(trimmed);
  }

  /** Adds a table row whose cells are separated by tabs. Leading tabs remain, because they are empty cells. */
  addRow(row: string): void {
    if (row.trim() !== '') this.#paragraphs.push(row.trimEnd());
  }

  /** Finishes the document; call it only once. */
  build(): DocumentContents {
    this.#finishSection();
    return { sections: this.#sections, pagesWithoutText: 0 };
  }

  #finishSection(): void {
    const text = this.#paragraphs.join('\n\n');
    this.#paragraphs = [];
    const headings = this.#headings.map(({ title }) => title);
    if (text !== '') this.#sections.push({ headings, page: null, text });
  }
}

export const toSingleLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();
