import { format } from '../format.ts';

/** A source as the language model reads it. */
interface NumberedSource {
  readonly file: string;
  readonly headings: readonly string[];
  readonly text: string;
}

export const files = {
  title: 'Ask your files',
  lead: 'Finds the passages of your files that answer a question, and quotes them. Files, index and questions stay on this device, and everything works offline.',
  badLink: { title: 'Invalid link' },

  model: {
    title: 'Models',
    embedding: 'Embedding model',
    embeddingHelp:
      'Compares texts by meaning. Open a sentence-transformers or Model2Vec model: in ONNX with its tokenizer.json, or in safetensors with its config.json, from which the ONNX graph is built here. Without a model, files are searched by words only.',
    converting: 'Building the ONNX graph from the weights',
    chooseEmbedding: 'Choose an embedding model',
    files: 'Choose files',
    folder: 'Choose a folder',
    chat: 'Language model',
    chatHelp: 'Optional: writes an answer from the passages. Without one, only the passages are shown.',
    chooseChat: 'Choose a language model',
  },

  library: {
    title: 'Your files',
    add: 'Add files',
    addFolder: 'Add a folder',
    help: 'Text, Markdown, HTML, PDF and Word (.docx). You can also drop them here.',
    dropNow: 'Drop to add these files',
    none: 'No files yet.',
    waitsForModel: (count: number) =>
      count === 1 ? 'One file is waiting for the model to open.' : `${count} files are waiting for the model to open.`,
    read: (file: string) => `Reading ${file}`,
    embed: (file: string) => `Embedding ${file}`,
    waiting: (label: string, count: number) => `${label} (${count} more)`,
    passages: (count: number) => (count === 1 ? '1 passage' : `${format.whole(count)} passages`),
    pagesWithoutText: (count: number) =>
      count === 1 ? '1 page has no text and was left out' : `${count} pages have no text and were left out`,
    keywordsOnly: 'found by words only',
    otherModel: 'embedded with another model, so not searched',
    embedAgain: (count: number) =>
      count === 1 ? 'Embed the file with this model' : `Embed ${count} files with this model`,
    remove: 'Remove',
    removeFile: (file: string) => `Remove ${file} from the index`,
    deleteAll: 'Delete the index',
    deleteAllConfirm: 'Delete the index of all files? The files themselves are not touched.',
    notPersistent: 'This browser stores nothing for this page: the index is lost when the page is closed.',
    moreFailed: (count: number) =>
      count === 1 ? 'One more file was not added.' : `${format.whole(count)} more files were not added.`,
  },

  ask: {
    title: 'Question',
    label: 'What do you want to know?',
    ask: 'Ask',
    stop: 'Stop',
    searching: 'Searching',
    answer: 'Answer',
    writing: 'Reading the passages and writing an answer',
    mayBeWrong: 'Written by a language model from the passages below. Check it against them.',
    notInFiles: 'Not in your files.',
    notInFilesHelp: 'No passage is more similar to this question than to unrelated questions.',
    keywordsOnly: 'Files are searched by words. Choose an embedding model to search by meaning too.',
    noKeywordInFiles:
      'No passage contains a word of this question. An embedding model also finds passages with other words of the same meaning.',
    sources: 'Sources',
    nearest: 'Nearest passages',
    source: (number: number) => `Go to source ${number}`,
    page: (page: number) => `page ${page}`,
    similarity: (value: string) => `similarity ${value}`,
  },

  evaluation: {
    title: 'Check the search',
    help: 'A list in JSON, or JSON Lines: {"question": "…", "file": "lease.md", "passage": "a few words of the answer"}. Write "file": null for a question that the files do not answer. Without "passage", any passage of the file counts as right.',
    choose: 'Choose labelled questions',
    running: 'Asking the questions',
    caption: 'How often the right passage is found',
    method: 'Search',
    methods: { hybrid: 'Meaning and words', vectors: 'Meaning', keywords: 'Words' },
    metrics: {
      'recall-at-1': 'Recall@1',
      'recall-at-5': 'Recall@5',
      'recall-at-10': 'Recall@10',
      'mrr-at-10': 'MRR@10',
      'ndcg-at-10': 'nDCG@10',
    } as Readonly<Record<string, string>>,
    answered: (right: number, all: number) =>
      `Relevant passages were found for ${format.whole(right)} of ${format.whole(all)} questions that the files answer.`,
    unanswered: (right: number, all: number) =>
      `${format.whole(right)} of ${format.whole(all)} other questions were answered with “Not in your files”.`,
  },

  /** The instructions to the language model. */
  instructions: {
    system:
      'Answer the question from the numbered passages only, in one to three sentences. After each statement, cite the number of its passage in brackets, such as [1]. If the passages do not answer the question, reply: Not in your files.',
    user: (sources: readonly NumberedSource[], question: string) =>
      `${sources.map(({ file, headings, text }, index) => `[${index + 1}] ${[file, ...headings].join(', ')}\n${text}`).join('\n\n')}\n\nQuestion: ${question}`,
  },
};
