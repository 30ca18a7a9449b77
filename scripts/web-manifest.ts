const imageTypes = {
  'image/png': ['.png'],
  'image/jpeg': ['.jpg', '.jpeg'],
  'image/webp': ['.webp'],
  'image/avif': ['.avif'],
  'image/gif': ['.gif'],
};

const description = {
  en: 'Run, measure and prove AI models in the browser.',
  'zh-Hans': '在浏览器中运行、测量和验证 AI 模型。',
  fil: 'Patakbuhin, sukatin, at patunayan ang mga AI model sa browser.',
  sw: 'Endesha, pima na thibitisha modeli za AI kwenye kivinjari.',
};

/** Entries of the context menu of the installed app's icon. */
const shortcuts = {
  run: { en: 'Run a model', 'zh-Hans': '运行模型', fil: 'Magpatakbo ng model', sw: 'Endesha modeli' },
  bench: {
    en: 'Benchmark a model',
    'zh-Hans': '测试模型性能',
    fil: 'I-benchmark ang isang model',
    sw: 'Pima kasi ya modeli',
  },
  chat: {
    en: 'Chat with a model',
    'zh-Hans': '与模型对话',
    fil: 'Makipag-chat sa isang model',
    sw: 'Piga gumzo na modeli',
  },
  device: { en: 'Check this device', 'zh-Hans': '检测此设备', fil: 'Suriin ang device na ito', sw: 'Kagua kifaa hiki' },
};

/** The web app manifest (W3C Web Application Manifest): name, file types and share target of the installed app. */
export const webManifest = {
  name: 'Assay',
  short_name: 'Assay',
  description: description.en,
  description_localized: description,
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
  shortcuts: Object.entries(shortcuts).map(([page, name]) => ({
    name: name.en,
    name_localized: name,
    url: `./#/${page}`,
  })),
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
