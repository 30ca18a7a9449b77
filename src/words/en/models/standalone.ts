import type { StandaloneModel, TemplateId, WriteReadme } from '#standalone/standalone-model.ts';
import { listSettingPairs } from '#core/engine/engine-settings.ts';
import { engine } from '../device/engine.ts';
import { format } from '../format.ts';

const names = {
  page: 'Web page (onnxruntime-web)',
  node: 'Node program (onnxruntime-node)',
  python: 'Python program (onnxruntime)',
  container: 'Container with an HTTP server',
  triton: 'Triton model repository',
  kserve: 'KServe inference service',
  'llama-server': 'Container with llama.cpp’s server',
  mobile: 'Notes for iOS and Android',
} satisfies Record<TemplateId, string>;

const code = (language: string, ...lines: readonly string[]) => `\`\`\`${language}\n${lines.join('\n')}\n\`\`\``;
const paragraphs = (...texts: readonly string[]) => `${texts.join('\n\n')}\n`;

/** The configuration that the files use. */
function describeConfiguration({ configuration }: StandaloneModel): string {
  const { engine: id, device, threads, settings } = configuration;
  const pairs = listSettingPairs(settings).map((pair) => pair.join('='));
  const parts = [
    `${engine.names[id]} on ${engine.devices[device]}`,
    threads === null ? 'threads chosen by the engine' : `${format.whole(threads)} threads`,
    ...pairs,
  ];
  return `Configuration in Assay: ${format.list(parts)}. Other hardware or another build of the engine may need another configuration: measure it there.`;
}

const request = ({ inputs }: StandaloneModel) => {
  const example = inputs.map(
    ({ name, shape }) => `\`${name}\` [${(shape ?? []).map((size) => size ?? '?').join(', ')}]`,
  );
  return `A request has the form of the Open Inference Protocol: \`{"inputs": [{"name", "shape", "datatype", "data"}]}\`. Inputs: ${format.list(example)}. Preprocessing is not included.`;
};

const head = (id: TemplateId, model: StandaloneModel) => [
  `# ${model.name}: ${names[id]}`,
  describeConfiguration(model),
];

const modelHere = ({ files }: StandaloneModel, folder: string) =>
  `Put ${format.list(files.map((file) => `\`${file}\``))} in \`${folder}/\`.`;

const readmes: Readonly<Record<TemplateId, (model: StandaloneModel) => string>> = {
  page: (model) =>
    paragraphs(
      ...head('page', model),
      modelHere(model, 'model'),
      code('sh', 'npm install', 'npx serve .'),
      'Threads need a page that is cross-origin isolated: serve it with the headers `Cross-Origin-Opener-Policy: same-origin` and `Cross-Origin-Embedder-Policy: require-corp`. Without these headers, the model runs on one thread.',
      request(model),
    ),
  node: (model) =>
    paragraphs(
      ...head('node', model),
      modelHere(model, 'model'),
      code('sh', 'npm install', 'node infer.mjs request.json'),
      request(model),
    ),
  python: (model) =>
    paragraphs(
      ...head('python', model),
      modelHere(model, 'model'),
      code('sh', 'pip install -r requirements.txt', 'python infer.py request.json'),
      request(model),
    ),
  container: (model) =>
    paragraphs(
      ...head('container', model),
      modelHere(model, 'model'),
      code(
        'sh',
        'docker compose up --build',
        `curl -d @request.json http://127.0.0.1:8000/v2/models/${model.name}/infer`,
      ),
      'The server has no authentication and listens on this computer only. Put it behind a proxy before you open it to others.',
      request(model),
    ),
  triton: (model) =>
    paragraphs(
      ...head('triton', model),
      modelHere(model, `model_repository/${model.name}/1`),
      code('sh', 'tritonserver --model-repository=./model_repository'),
      'Batching is off (`max_batch_size: 0`), so the shapes in `config.pbtxt` are those of the model. If its first dimension is a batch, set `max_batch_size`, remove that dimension and add `dynamic_batching {}`.',
      request(model),
    ),
  kserve: (model) =>
    paragraphs(
      ...head('kserve', model),
      modelHere(model, `model_repository/${model.name}/1`),
      'Copy `model_repository` to the volume `models`, or change `storageUri`.',
      code('sh', 'kubectl apply -f inference-service.yaml'),
      request(model),
    ),
  'llama-server': (model) =>
    paragraphs(
      ...head('llama-server', model),
      modelHere(model, 'model'),
      code('sh', 'docker compose up'),
      'The server answers at `http://127.0.0.1:8080/v1/chat/completions` (OpenAI’s API), without authentication.',
    ),
  mobile: (model) =>
    model.format === 'tflite'
      ? paragraphs(
          ...head('mobile', model),
          'Android, LiteRT. The NPU is used through the compiled model API; NNAPI is deprecated since Android 15.',
          code(
            'kotlin',
            `val model = CompiledModel.create(assets, ${JSON.stringify(model.files[0])}, CompiledModel.Options(Accelerator.NPU, Accelerator.CPU))`,
            'val inputs = model.createInputBuffers()',
            'val outputs = model.createOutputBuffers()',
            'model.run(inputs, outputs)',
          ),
          'iOS, TensorFlow Lite with the Core ML delegate, which uses the Neural Engine where there is one.',
          code(
            'swift',
            'let delegate = CoreMLDelegate()',
            'let interpreter = try Interpreter(modelPath: path, delegates: delegate.map { [$0] } ?? [])',
            'try interpreter.allocateTensors()',
          ),
        )
      : paragraphs(
          ...head('mobile', model),
          'ONNX Runtime runs the model in apps: package `onnxruntime-android` (Maven) and `onnxruntime-objc` (CocoaPods).',
          'Android: XNNPACK on the CPU. NNAPI reaches GPUs and NPUs of older devices, and is deprecated since Android 15.',
          code(
            'kotlin',
            'val environment = OrtEnvironment.getEnvironment()',
            'val options = OrtSession.SessionOptions()',
            ...(model.configuration.threads === null
              ? []
              : [`options.setIntraOpNumThreads(${model.configuration.threads})`]),
            'options.addXnnpack(mapOf())',
            `val session = environment.createSession(assets.open(${JSON.stringify(model.files[0])}).readBytes(), options)`,
          ),
          'iOS: the Core ML provider uses the GPU and the Neural Engine for the nodes that it supports; the others run on the CPU.',
          code(
            'swift',
            'let environment = try ORTEnv(loggingLevel: .warning)',
            'let options = try ORTSessionOptions()',
            'try options.appendCoreMLExecutionProvider(with: ORTCoreMLExecutionProviderOptions())',
            'let session = try ORTSession(env: environment, modelPath: path, sessionOptions: options)',
          ),
        ),
};

/** Files that run a model outside Assay. */
export const standalone = {
  title: 'Files for running this model outside Assay',
  lead: 'Files that run this model outside Assay with this configuration. Add the model’s own files yourself.',
  choose: 'Where it runs',
  names,
  save: 'Save as ZIP',
  none: 'This model cannot be exported: its format is not supported, or an input’s type or shape is unknown.',
  modelFolder: (files: readonly string[], folder: string) =>
    `Put ${format.list(files)} in the folder ${folder} of the ZIP.`,
  readme: ((id, described) => readmes[id](described)) satisfies WriteReadme,
};

/** Output of the command. */
export const exportedFiles = (count: number, folder: string): string =>
  `${format.whole(count)} files written to ${folder}`;
