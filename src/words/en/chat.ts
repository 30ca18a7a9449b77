export const chat = {
  title: 'Chat',
  lead: 'Chat with a language model that runs on this device. Open a GGUF file, or the folder of an MLC model.',
  badLink: { title: 'Invalid chat link' },

  model: {
    choose: 'Choose files',
    chooseFolder: 'Choose a folder',
    drop: 'Drop a .gguf file here (all parts of a split one), or the folder of an MLC model with its .wasm library.',
    help: 'Files are read in place: nothing is uploaded, and no second copy is made.',
    context: (tokens: string) => `context of ${tokens} tokens`,
    kvCache: (bytes: string) => `KV cache ${bytes}`,
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
    again: 'Regenerate',
    answerThis: 'Generate answer',
    plainText: 'Plain text',
    brokeOff: 'The answer was cut off here.',
    edit: 'Edit',
    editDone: 'Save and resend',
    editCancel: 'Cancel',
    thinking: 'Processing the prompt',
    usage: (
      first: string | null,
      prefill: string | null,
      decode: string | null,
      tokens: string | null,
      ended: string,
    ) =>
      [
        first ? `time to first token ${first}` : 'no output',
        prefill && `prefill ${prefill} tokens/s`,
        decode ? `decode ${decode} tokens/s` : 'decode speed not measured',
        tokens ?? 'tokens not counted',
        ended,
      ]
        .filter(Boolean)
        .join(' · '),
    tokens: (count: string) => `${count} tokens`,
    ended: { model: '', length: 'token limit reached', stopped: 'stopped' },
    context: (used: string, all: string) => `Context: ${used} of ${all} tokens`,
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
    systemHelp: 'Sent before the conversation; not used if the model has no chat template.',
    maxTokens: 'Max tokens',
    temperature: 'Temperature',
    topP: 'Top-p',
    topK: 'Top-k',
    topKNone: 'WebLLM does not support top-k: use top-p.',
    repeatPenalty: 'Repeat penalty',
    stop: 'Stop strings',
    stopHelp: 'One per line. The answer ends before the first of them.',
    seed: 'Seed',
    seedNone: 'random',
    schema: 'JSON schema',
    schemaExample: '{"type": "object", "properties": {"name": {"type": "string"}}}',
    schemaHelp: 'Leave empty for free text. With a schema, every answer is JSON that matches it.',
    schemaNoObject: 'Not applied: a schema is a JSON object, { … }.',
    schemaNoJson: (why: string) => `Not applied: this is not valid JSON: ${why}`,
  },

  stored: {
    title: 'Saved conversations',
    none: 'No conversations yet.',
    newConversation: 'New conversation',
    show: (title: string) => `Open “${title}”`,
    forget: (title: string) => `Delete “${title}”`,
    untitled: 'Untitled',
    deleted: 'Conversation deleted.',
    cut: 'The messages after it were cut.',
    undo: 'Undo',
    export: 'Save as JSON',
    fileName: 'assay-chat.json',
  },
};
