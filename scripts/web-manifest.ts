const imageTypes = {
  'image/png': ['.png'],
  'image/jpeg': ['.jpg', '.jpeg'],
  'image/webp': ['.webp'],
  'image/avif': ['.avif'],
  'image/gif': ['.gif'],
};

/** The web app manifest (W3C Web Application Manifest): name, file types and share target of the installed app. */
export const webManifest = {
  name: 'Assay',
  short_name: 'Assay',
  description: 'Run, measure and prove AI models in the browser.',
  lang: 'en',
  id: './',
  start_url: './',
  scope: './',
  display: 'standalone' as const,
  background_color: '#f2f0ea',
  theme_color: '#1e1d1b',
  categories: ['utilities', 'developer'],
  icons: [
    { src: './icon.svg', sizes: 'any', type: 'image/svg+xml' },
    ...[192, 512].flatMap((size) => [
      { src: `./icon-${size}.png`, sizes: `${size}x${size}`, type: 'image/png' },
      { src: `./icon-maskable-${size}.png`, sizes: `${size}x${size}`, type: 'image/png', purpose: 'maskable' as const },
    ]),
  ],
  shortcuts: [
    { name: 'Run a model', url: './#/run' },
    { name: 'Benchmark a model', url: './#/bench' },
    { name: 'Chat with a model', url: './#/chat' },
    { name: 'Check this device', url: './#/device' },
  ],
  file_handlers: [
    {
      action: './#/models',
      accept: { 'application/octet-stream': ['.onnx', '.gguf', '.tflite', '.safetensors'] },
    },
    { action: './#/run', accept: imageTypes },
  ],
  share_target: {
    action: './share',
    method: 'POST' as const,
    enctype: 'multipart/form-data' as const,
    params: {
      title: 'title',
      text: 'text',
      url: 'url',
      files: [{ name: 'files', accept: Object.entries(imageTypes).flat(2) }],
    },
  },
};
