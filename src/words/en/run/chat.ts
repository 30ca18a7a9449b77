/** The measured values of an answer, formatted; `null` if not measured. */
interface UsageTexts {
  readonly ttft: string | null;
  readonly prefill: string | null;
  readonly decode: string | null;
  readonly tokens: string | null;
  readonly ended: string;
}

export const chat = {
  title: 'Chat',
  lead: 'Chat with a language model that runs on this device. Open a GGUF file, or the folder of an ONNX or MLC model.',
  badLink: { title: 'Invalid chat link' },
  askFiles: 'Ask your own files',

  model: {
    choose: 'Choose files',
    chooseFolder: 'Choose a folder',
    drop: 'Drop a .gguf file here (or all shards of a split model), or the folder of an MLC model with its .wasm library.',
    help: 'Files are opened directly from your disk: nothing is uploaded, and no copy is made.',
    context: (tokens: string) => `context of ${tokens} tokens`,
    kvCache: (bytes: string) => `KV cache ${bytes}`,
    skipMeasuring: 'Skip measuring',
    whyMeasuring: 'Done once, to choose the number of threads. Skip it to open the model immediately.',
    noTemplate: 'This model has no chat template: it continues your last message instead of answering it.',
  },

  conversation: {
    label: 'Conversation',
    you: 'You',
    model: 'Model',
    empty: 'No messages yet.',
    placeholder: 'Write a message',
    write: 'Message',
    writeHelp: 'Enter sends, Shift+Enter adds a line, Escape stops the answer.',
    send: 'Send',
    stop: 'Stop',
    regenerate: 'Regenerate',
    continueAnswer: 'Continue',
    generate: 'Generate answer',
    plainText: 'Plain text',
    cutOff: 'The answer was cut off here.',
    edit: 'Edit',
    saveEdit: 'Save and resend',
    editCancel: 'Cancel',
    processingPrompt: 'Processing the prompt',
    usage: ({ ttft, prefill, decode, tokens, ended }: UsageTexts) =>
      [
        ttft ? `time to first token ${ttft}` : 'no output',
        prefill && `prefill ${prefill} tokens/s`,
        decode ? `decode ${decode} tokens/s` : 'decode speed not measured',
        tokens ?? 'tokens not counted',
        ended,
      ]
        .filter(Boolean)
        .join(' ·\u00a0'),
    tokens: (count: string) => `${count} tokens`,
    ended: { model: '', length: 'token limit reached', stopped: 'stopped', context: 'context full' },
    cannotContinue: (engine: string) => `${engine} cannot continue an answer: regenerate it, or ask for the rest.`,
    context: (used: string, all: string) => `Context: ${used} of ${all} tokens`,
    contextWithDraft: (used: string, all: string) => `Context with this message: ${used} of ${all} tokens`,
    nearlyFull:
      'The context is nearly full. Once it is full, answers are cut off, and messages that do not fit are not sent. Older messages are left out only if you choose so.',
    full: 'The context is full: answers are cut off, and messages that do not fit are not sent.',
    raiseContext: (tokens: string) => `Increase the context to ${tokens} tokens`,
    omit: 'Leave out the older half of the messages',
    omitted: 'The messages above are not sent to the model.',
    sendAllAgain: 'Send all messages',
  },

  markdown: {
    code: 'Code',
    table: 'Table',
    done: 'Done',
  },

  engine: {
    title: 'Engine settings',
    help: 'Changes reload the model. More threads are not always faster: compare the speeds shown under the answers.',
    beyond: (tokens: string) =>
      `The model was trained with a context of ${tokens} tokens; beyond that its answers may degrade.`,
  },

  settings: {
    title: 'Generation settings',
    more: 'Sampling and format',
    system: 'System prompt',
    presets: 'Prompt presets',
    presetNone: 'Choose a preset',
    presetsBuiltIn: 'Built in',
    presetsOwn: 'Your own',
    presetName: 'Preset name',
    presetTaken: 'Another preset has this name.',
    presetSave: 'Save as preset',
    presetRename: 'Rename preset',
    presetDelete: 'Delete preset',
    builtIn: [
      { name: 'Concise', system: 'Answer in one or two short sentences. Do not repeat the question.' },
      {
        name: 'Programmer',
        system: 'You are an experienced programmer. Answer with working code in a code block, then explain it briefly.',
      },
      {
        name: 'Translator to English',
        system: 'Translate every message into English. Reply with the translation only.',
      },
      {
        name: 'Editor',
        system: 'Correct the spelling and grammar of every message. Reply with the corrected text only.',
      },
    ],
    systemHelp: 'Sent before the conversation; not used if the model has no chat template.',
    maxTokens: 'Max tokens',
    temperature: 'Temperature',
    topP: 'Top-p',
    topK: 'Top-k',
    topKNone: 'WebLLM does not support top-k: use top-p.',
    repeatPenalty: 'Repeat penalty',
    stop: 'Stop strings',
    stopHelp: 'One per line. The answer ends before the first one that occurs.',
    seed: 'Seed',
    seedNone: 'random',
    schema: 'JSON schema',
    schemaExample: '{"type": "object", "properties": {"name": {"type": "string"}}}',
    schemaHelp: 'Leave empty for free text. With a schema, every answer is JSON that matches it.',
    schemaNoObject: 'Not applied: a schema must be a JSON object, { … }.',
    schemaNoJson: (why: string) => `Not applied, because this is not valid JSON: ${why}`,
  },

  stored: {
    title: 'Saved conversations',
    none: 'No conversations yet.',
    search: 'Search conversations',
    noneFound: 'No conversation contains this text.',
    rename: 'Rename',
    name: 'Title',
    renameDone: 'Save',
    newConversation: 'New conversation',
    show: (title: string) => `Open “${title}”`,
    delete: (title: string) => `Delete “${title}”`,
    untitled: 'Untitled',
    deleted: 'Conversation deleted.',
    cut: 'The messages after the edited one were removed.',
    undo: 'Undo',
    export: 'Save as JSON',
    exportMarkdown: 'Save as Markdown',
    exportAll: 'Save all as JSON',
    import: 'Import',
    imported: (added: string, alreadyStored: string) => `Imported: ${added}. Already here: ${alreadyStored}.`,
    notStored: 'This browser cannot store conversations. They are lost when this tab is closed.',
  },
};
