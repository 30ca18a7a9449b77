interface HelpTopic {
  readonly title: string;
  readonly text: string;
  readonly link: { readonly href: string; readonly label: string };
}

const help: readonly HelpTopic[] = [
  {
    title: 'Try a model at once',
    text: 'Object detection, image classification with ten classes, and digit recognition are bundled. Use the sample image, your own images, or the camera; for digits, draw one.',
    link: { href: '#/run?task=object-detection&sample=1', label: 'Detect objects in the sample' },
  },
  {
    title: 'Chat with a language model',
    text: 'Download one of the small models that the page lists, or open a GGUF file from your disk. It answers without a connection from then on.',
    link: { href: '#/chat', label: 'Open Chat' },
  },
  {
    title: 'Check a model before you download it',
    text: 'Enter organisation/name of a model hub, or choose a file: ONNX, GGUF, TFLite, TensorFlow.js, safetensors or MLC. Only its header is read, for its facts, whether it fits this device, and how fast it will run.',
    link: { href: '#/models', label: 'Open Models' },
  },
  {
    title: 'Measure, share and compare',
    text: 'A benchmark takes ten seconds to a few minutes. Its result is a link: whoever opens it sees the measurement and can repeat it. Results are also stored here, and two of them can be compared.',
    link: { href: '#/bench', label: 'Open Bench' },
  },
  {
    title: 'If a model is slow or does not open',
    text: 'The Device page shows what this browser and machine offer, and what to do about what is missing: often a reload for more threads, hardware acceleration for WebGPU, or a smaller variant of the model.',
    link: { href: '#/device', label: 'Open Device' },
  },
  {
    title: 'Use it offline',
    text: 'After one visit all pages open without a connection. “What works offline”, below on every page, lists the engines and saves those that are missing. Stored models stay available.',
    link: { href: '#/models', label: 'See stored models' },
  },
];

export const about = {
  about: {
    title: 'About Assay',
    lead: 'Assay runs AI models in the browser, measures them by a fixed method, and checks their outputs.',
    facts: { version: 'Version', commit: 'Commit', licence: 'Licence', models: 'Models' },
    licence: 'Apache License 2.0. The bundled libraries and models have their own licences, listed in THIRD_PARTY.md.',
    bundled: (name: string, licence: string, source: string) => `${name}: ${licence}. ${source}`,
  },
  help: { title: 'Help', lead: 'What Assay can do, and where.', topics: help },
  method: { title: 'Measurement method', lead: 'How every value of a result is measured, rule by rule.' },
};
