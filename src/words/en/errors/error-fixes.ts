import type { HallmarkFault } from '#core/errors/hallmark-fault.ts';
import type { DocumentReason, InputReason, LabelReason } from '#core/errors/reason.ts';

/** What to do, by reason. A reason without an entry has the fix of its error. */
export const hallmarkFixes: Readonly<Record<string, string>> = {
  'hallmark-missing': 'Paste a link with #/h/, or choose a file that ends in .hallmark.json.',
  'hallmark-not-json': 'Choose a file that ends in .hallmark.json, as saved by Assay.',
  'other-method': 'Open it with the version of Assay that made it, or measure the model again with this one.',
  'other-file': 'The signature is valid. Choose the file that was measured, or download it again from the same source.',
  'digest-missing': 'Open the files of the model again, and repeat the run.',
  'run-not-comparable': 'Choose the model, the data and the gate file that the hallmark names.',
  'not-reproduced':
    'Check that the run used the same settings. A hallmark that other devices do not reproduce should not be relied on.',
} satisfies { readonly [R in HallmarkFault['reason']]?: string };

export const inputFixes: Readonly<Record<string, string>> = {
  'size-missing': 'Enter a size of 1 or more for each of its free dimensions.',
  'size-invalid': 'Enter a whole number above 0.',
  'sizes-not-for-task': 'Enter the suggested sizes. Most detectors need the same height and width.',
  'not-a-profile': 'Choose the JSON file that ONNX Runtime writes with enable_profiling.',
  'profile-without-nodes': 'Run the model before profiling ends.',
  'no-node-coverage': 'Choose an ONNX, TensorFlow.js or LiteRT model.',
  'no-such-dimension': 'Set only free dimensions, by these names.',
  'input-too-large': 'Enter smaller sizes for its free dimensions.',
  'message-too-large': 'Enter smaller sizes for its free dimensions, or choose an engine of the browser.',
  'text-not-numbers': 'Choose a model of a task that Assay runs.',
  'text-blank': 'Enter a text.',
  'no-chat-template': 'Send plain text instead of a conversation, or choose a model that was tuned for chat.',
  'prompt-beyond-context': 'Shorten the prompt, or choose a longer context.',
  'no-top-k': 'Use top-p instead.',
  'language-unknown': 'Choose another language, or let it be detected.',
  'schema-keyword':
    'Use only these keywords: type, properties, required, additionalProperties, items, minItems, maxItems, enum, const, anyOf, oneOf, minLength, maxLength, $ref. For others, open the model with another engine.',
  'schema-too-large': 'Use a smaller schema, or open the model with another engine.',
  'schema-beyond-vocabulary': 'Use another schema, or another model.',
  'chat-template-rejects': 'Change the messages, or send plain text.',
  'rejected-by-engine': 'Choose sizes or values that the model supports.',
  answering: 'Wait until it has finished, or stop it.',
  'task-not-scored': 'Choose another task.',
  'no-matching-classes': 'Choose model labels for the dataset’s classes, or a model for these classes.',
  'unfinished-run-differs': 'Choose the same model and folder to continue it, or discard it and start again.',
  'action-not-offered': 'Open the page that offers it first.',
  'keys-missing': 'Choose the model together with its own character list.',
  'keys-wrong-count': 'Choose the model together with its own character list.',
} satisfies Record<InputReason, string>;

export const documentFixes: Readonly<Record<string, string>> = {
  'pdf-encrypted': 'Save a copy without a password, and add that.',
  'pdf-without-text': 'It is probably a scan: recognise its text with an OCR program first, and add the result.',
  'pdf-damaged': 'Open it in another program and save it again.',
  'docx-damaged': 'Open it in Word or LibreOffice and save it again as .docx.',
  'word-old-or-encrypted': 'Save it as .docx without a password, and add that.',
  'document-too-large': 'Split it, and add the parts that you need.',
  'document-not-text': 'Add text, Markdown, HTML, PDF or Word (.docx) files.',
} satisfies Record<DocumentReason, string>;

export const labelFixes: Readonly<Record<string, string>> = {
  'several-layouts': 'Choose which of them to use.',
  'several-label-files': 'Choose which of them to use.',
  'several-splits': 'Choose one of them, or its folder.',
  'no-label-file': 'Add it, or choose another kind of labels.',
  'audio-not-scored': 'Choose a folder of images or texts, or the task speech recognition.',
  'no-inputs': 'Choose the folder that contains them, or a model for the files that are there.',
  'no-class-matches': 'Match the classes with labels on the Evaluate page, or choose another model or folder.',
  'no-labels-or-baseline': 'Add labels, or choose a baseline model: agreement with it is then the score.',
  'no-items': 'Choose the folder that contains the files, or correct their names in the labels.',
  'other-label-kind': 'Choose a task for these labels, or another folder.',
  'dataset-file-changed': 'Run it again when no other program writes to the folder.',
  'text-not-unicode': 'Save it as UTF-8.',
  'labels-too-large': 'Split it, or evaluate a part of it.',
  'quote-not-closed': 'Close it, or double the quotes that belong to the text.',
  'text-after-quote': 'Double the quotes that belong to the text.',
  'line-not-json': 'Correct the line. Each one must be a JSON object.',
  'line-not-object': 'Correct the line. Each one must be a JSON object.',
  'key-repeated': 'Remove the one that does not apply.',
  'too-many-columns': 'Give all rows the same fields.',
  'no-tagged-words':
    'Check that this is a CoNLL file: a word and its tag in each line, and a blank line between sentences.',
  'columns-unclear': 'Choose what each column contains.',
  'column-unknown': 'Choose one of these columns.',
} satisfies Record<LabelReason, string>;
