interface HelpTopic {
  readonly title: string;
  readonly text: string;
  readonly links: readonly { readonly href: string; readonly label: string }[];
}

const help: readonly HelpTopic[] = [
  {
    title: 'Try a bundled model',
    text: 'Object detection, image classification with ten classes, and digit recognition are bundled. Use the sample image, your own images, or the camera; for digits, draw one.',
    links: [{ href: '#/run?task=object-detection&sample=1', label: 'Detect objects in the sample' }],
  },
  {
    title: 'Chat with a language model',
    text: 'Download one of the small models that the page lists, or open a GGUF file from your disk. From then on, it works without a connection.',
    links: [{ href: '#/chat', label: 'Open Chat' }],
  },
  {
    title: 'Ask your own files',
    text: 'Add text, Markdown, HTML, PDF and Word files. An embedding model finds the passages that answer a question, and a language model can write an answer that cites them. The index stays on this device.',
    links: [{ href: '#/files', label: 'Ask your files' }],
  },
  {
    title: 'Check a model before you download it',
    text: 'Enter the organisation/name of a Hugging Face model, or choose a file: ONNX, GGUF, TFLite, TensorFlow.js, safetensors or MLC. Assay reads only its header, and shows whether it fits this device and how fast it will run.',
    links: [{ href: '#/models', label: 'Open Models' }],
  },
  {
    title: 'Measure, share and compare',
    text: 'A benchmark takes ten seconds to a few minutes. Its result is a link: whoever opens it sees the measurement and can repeat it. Results are also stored here, and two of them can be compared.',
    links: [{ href: '#/bench?workload=conv&effort=quick&auto=1', label: 'Benchmark this device' }],
  },
  {
    title: 'Test a model on your own labelled files',
    text: 'Choose a model and a folder of labelled files, and set limits in a gate file. Scores have confidence intervals, and a model can be compared with a baseline on the same files.',
    links: [{ href: '#/evaluate', label: 'Open Evaluate' }],
  },
  {
    title: 'Prove a result, or check one',
    text: 'A hallmark is a signed statement of what was measured, on which model, data and device. Anyone can verify its signature and repeat the run.',
    links: [{ href: '#/verify', label: 'Verify a hallmark' }],
  },
  {
    title: 'Make a model smaller or faster',
    text: 'Optimise removes unneeded work from an ONNX model or quantises it, then compares speed and quality with the original.',
    links: [{ href: '#/optimise', label: 'Open Optimise' }],
  },
  {
    title: 'Teach a classifier of your own',
    text: 'Teach trains a model in this browser, on a few images per class. It tests the model on held-out images, and saves it as one ONNX file.',
    links: [{ href: '#/teach', label: 'Open Teach' }],
  },
  {
    title: 'Find a better configuration for a model',
    text: 'Tune measures engines, numbers of threads and settings against each other on this device. Of those that it tries, it finds the best one, such as the fastest, whose outputs stay correct.',
    links: [{ href: '#/tune', label: 'Open Tune' }],
  },
  {
    title: 'Deploy a model, try a new version, and monitor both',
    text: 'Name a model on its Run page to deploy it. A new version first runs in shadow or on a growing share of the inputs, and is promoted or rejected by its results. One click rolls back. This browser records latency, errors and confidence, and shows alerts.',
    links: [{ href: '#/deployments', label: 'Open Deployments' }],
  },
  {
    title: 'See what a model does, and where its time goes',
    text: 'Graph draws the operators of a model and shows their weights. Profile measures each of them in a run, and shows which ones take the time.',
    links: [
      { href: '#/graph', label: 'Open Graph' },
      { href: '#/profile', label: 'Open Profile' },
    ],
  },
  {
    title: 'Run a model outside the browser',
    text: 'The companion, a program on this computer, runs models in native engines, which are often faster. The same model can be compared in this page and in each of them.',
    links: [
      { href: '#/companion', label: 'Native engines' },
      { href: '#/targets', label: 'Compare engines' },
    ],
  },
  {
    title: 'If a model is slow or does not open',
    text: 'The Device page shows what this browser and machine support, and how to fix what is missing. Common fixes are a reload for more threads, hardware acceleration for WebGPU, and a smaller variant of the model.',
    links: [{ href: '#/device', label: 'Open Device' }],
  },
  {
    title: 'Use Assay offline',
    text: 'After one visit, all pages open without a connection. “What works offline”, at the foot of every page, lists the engines and saves missing ones. Stored models stay available.',
    links: [{ href: '#/models', label: 'See stored models' }],
  },
];

export const about = {
  about: {
    title: 'About Assay',
    lead: 'Assay runs AI models in the browser, measures them by a fixed method, and checks their outputs.',
    facts: { version: 'Version', commit: 'Commit', licence: 'Licence', models: 'Models' },
    licence: 'Apache License 2.0. The bundled libraries and models have their own licences, listed in THIRD_PARTY.md.',
    bundled: (name: string, licence: string) => `${name}: ${licence}`,
  },
  help: { title: 'Help', lead: 'What Assay can do, and where.', topics: help },
  method: { title: 'Measurement method', lead: 'How every value of a result is measured, rule by rule.' },
};
