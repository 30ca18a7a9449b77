import type { DeviceId, TextRuntimeId } from '#core/runtime.ts';

export const chat = {
  title: 'Chat',
  lead: 'Talk to a language model that runs here. Give it a GGUF file, or the files of an MLC model.',
  badLink: { title: 'This chat cannot be set up' },

  model: {
    title: 'Model',
    choose: 'Choose model files',
    drop: 'A .gguf file (all its parts, if it is split), or a folder with mlc-chat-config.json and its .wasm library',
    help: 'Files are read where they are. Nothing is uploaded, and no second copy is made.',
    opening: 'Opening the model',
    phase: {
      fetch: 'Fetching the model',
      build: 'Building the model',
      create: 'Reading the weights',
      first: 'First run',
      'warm-up': 'Warming up',
      steady: 'Running',
      'cool-down': 'Resting',
      check: 'Checking',
      run: 'Running',
    },
    reopen: 'Open again',
    names: { wllama: 'wllama (llama.cpp)', webllm: 'WebLLM' } satisfies Record<TextRuntimeId, string>,
    devices: { wasm: 'WebAssembly', webgpu: 'WebGPU', webgl: 'WebGL', cpu: 'plain JavaScript' } satisfies Record<
      DeviceId,
      string
    >,
    line: (name: string, version: string, device: string) => `${name} ${version} on ${device}`,
    threads: (count: number) => (count === 1 ? '1 thread' : `${count} threads`),
    size: (bytes: string) => `${bytes} of weights`,
    context: (tokens: string) => `context of ${tokens} tokens`,
    kvCache: (bytes: string) => `KV cache ${bytes}`,
    created: (time: string) => `ready in ${time}`,
    refused: (device: string, why: string) => `${device} did not take it: ${why}`,
    noTemplate: 'This model brings no chat template: it goes on from your text instead of answering it.',
  },

  conversation: {
    label: 'Conversation',
    you: 'You',
    model: 'Model',
    empty: 'Nothing said yet.',
    write: 'Message',
    writeHelp: 'Enter sends, Shift and Enter make a new line.',
    send: 'Send',
    stop: 'Stop',
    again: 'Answer again',
    edit: 'Edit',
    editDone: 'Ask this instead',
    editCancel: 'Leave as it was',
    thinking: 'Reading your text',
    usage: (first: string, prefill: string | null, decode: string | null, tokens: string) =>
      [
        `first token after ${first}`,
        prefill && `reading ${prefill} tokens/s`,
        decode && `writing ${decode} tokens/s`,
        tokens,
      ]
        .filter(Boolean)
        .join(' · '),
    tokens: (count: string) => `${count} tokens`,
    ended: { model: '', length: 'Ended at the limit of tokens.', stopped: 'Stopped.' },
    context: (used: string, all: string) => `${used} of ${all} tokens of context used`,
  },

  settings: {
    title: 'How it answers',
    system: 'Told beforehand',
    systemHelp: 'Said to the model before the conversation, if it has a chat template.',
    maxTokens: 'Longest answer, in tokens',
    temperature: 'Temperature (0: always the likeliest word)',
    topP: 'Top-p',
    topK: 'Top-k',
    repeatPenalty: 'Penalty for repeating',
    seed: 'Seed (empty: a new answer every time)',
  },

  kept: {
    title: 'Kept on this device',
    none: 'No conversations yet.',
    anew: 'New conversation',
    show: (title: string) => `Open “${title}”`,
    forget: (title: string) => `Delete “${title}”`,
    untitled: 'Untitled',
    export: 'Save as JSON',
    fileName: 'assay-chat.json',
  },
};
