export const chat = {
  title: 'Chat',
  lead: 'Talk to a language model that runs here. Give it a GGUF file, or the files of an MLC model.',
  badLink: { title: 'This chat cannot be set up' },

  model: {
    title: 'Model',
    choose: 'Choose files',
    chooseFolder: 'Choose a folder',
    drop: 'Drop a .gguf file here (all its parts, if it is split), or the folder of an MLC model with its .wasm library.',
    help: 'Files are read where they are. Nothing is uploaded, and no second copy is made.',
    context: (tokens: string) => `context of ${tokens} tokens`,
    kvCache: (bytes: string) => `KV cache ${bytes}`,
    noTemplate: 'This model brings no chat template: it goes on from your text instead of answering it.',
  },

  conversation: {
    label: 'Conversation',
    you: 'You',
    model: 'Model',
    empty: 'Nothing said yet. Write the first message below.',
    placeholder: 'Write a message',
    write: 'Message',
    writeHelp: 'Enter sends, Shift+Enter makes a new line, Escape stops an answer.',
    send: 'Send',
    stop: 'Stop',
    again: 'Answer again',
    answerThis: 'Answer this',
    brokeOff: 'The answer broke off here.',
    edit: 'Edit',
    editDone: 'Ask this instead',
    editCancel: 'Leave as it was',
    thinking: 'Reading your text',
    usage: (
      first: string | null,
      prefill: string | null,
      decode: string | null,
      tokens: string | null,
      ended: string,
    ) =>
      [
        first ? `first token after ${first}` : 'no text came',
        prefill && `reading ${prefill} tokens/s`,
        decode ? `writing ${decode} tokens/s` : 'writing speed not measured',
        tokens ?? 'tokens not counted',
        ended,
      ]
        .filter(Boolean)
        .join(' · '),
    tokens: (count: string) => `${count} tokens`,
    ended: { model: '', length: 'ended at the limit', stopped: 'stopped' },
    context: (used: string, all: string) => `${used} of ${all} tokens of context used`,
  },

  engine: {
    title: 'How it runs',
    context: 'Context, in tokens',
    help: 'A change opens the model anew. More threads are not always faster: compare the figures under the answers. Automatic takes half the cores and a context of 2,048 tokens.',
    beyond: (tokens: string) =>
      `The model was trained on ${tokens} tokens at a time; past that its answers may fall apart.`,
  },

  settings: {
    title: 'How it answers',
    more: 'Sampling and format',
    system: 'Told beforehand',
    systemHelp: 'Said to the model before the conversation, if it has a chat template.',
    maxTokens: 'Most tokens',
    temperature: 'Temperature',
    topP: 'Top-p',
    topK: 'Top-k',
    topKNone: 'web-llm has no top-k: use top-p.',
    repeatPenalty: 'Repeat penalty',
    seed: 'Seed',
    seedNone: 'random',
    schema: 'JSON schema of the answer',
    schemaExample: '{"type": "object", "properties": {"name": {"type": "string"}}}',
    schemaHelp: 'Empty for free text. With a schema every answer is JSON of this form.',
    schemaNoObject: 'A schema is an object in JSON: { … }. Answers are free until it is one.',
    schemaNoJson: (why: string) => `This is not JSON yet, so answers are free: ${why}`,
  },

  kept: {
    title: 'Conversations here',
    none: 'No conversations yet.',
    anew: 'New conversation',
    show: (title: string) => `Open “${title}”`,
    forget: (title: string) => `Delete “${title}”`,
    untitled: 'Untitled',
    export: 'Save as JSON',
    fileName: 'assay-chat.json',
  },
};
