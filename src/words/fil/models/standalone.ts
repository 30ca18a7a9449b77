import type { StandaloneModel, TemplateId } from '#standalone/standalone-model.ts';
import { listSettingPairs } from '#core/engine/engine-settings.ts';
import type * as en from '../../en/models/standalone.ts';
import { engine } from '../device/engine.ts';
import { count, format } from '../format.ts';

const names: typeof en.standalone.names = {
  page: 'Web page (onnxruntime-web)',
  node: 'Node program (onnxruntime-node)',
  python: 'Python program (onnxruntime)',
  container: 'Container na may HTTP server',
  triton: 'Model repository ng Triton',
  kserve: 'Inference service ng KServe',
  'llama-server': 'Container na may server ng llama.cpp',
  mobile: 'Mga tala para sa iOS at Android',
};

const code = (language: string, ...lines: readonly string[]) => `\`\`\`${language}\n${lines.join('\n')}\n\`\`\``;
const paragraphs = (...texts: readonly string[]) => `${texts.join('\n\n')}\n`;

/** The configuration that the files use. */
function describeConfiguration({ configuration }: StandaloneModel): string {
  const { engine: id, device, threads, settings } = configuration;
  const pairs = listSettingPairs(settings).map((pair) => pair.join('='));
  const parts = [
    `${engine.names[id]} sa ${engine.devices[device]}`,
    threads === null ? 'ang engine ang pumipili ng mga thread' : count(threads, 'thread'),
    ...pairs,
  ];
  return `Configuration sa Assay: ${format.list(parts)}. Baka iba ang kailangan ng ibang hardware at ibang build ng engine: sukatin ito roon.`;
}

const request = ({ inputs }: StandaloneModel) => {
  const example = inputs.map(
    ({ name, shape }) => `\`${name}\` [${(shape ?? []).map((size) => size ?? '?').join(', ')}]`,
  );
  return `Nasa anyo ng Open Inference Protocol ang isang request: \`{"inputs": [{"name", "shape", "datatype", "data"}]}\`. Mga input: ${format.list(example)}. Hindi kasama ang preprocessing.`;
};

const head = (id: TemplateId, model: StandaloneModel) => [
  `# ${model.name}: ${names[id]}`,
  describeConfiguration(model),
];

const modelHere = ({ files }: StandaloneModel, folder: string) =>
  `Ilagay ang ${format.list(files.map((file) => `\`${file}\``))} sa \`${folder}/\`.`;

const readmes: Readonly<Record<TemplateId, (model: StandaloneModel) => string>> = {
  page: (model) =>
    paragraphs(
      ...head('page', model),
      modelHere(model, 'model'),
      code('sh', 'npm install', 'npx serve .'),
      'Para magkaroon ng mga thread, dapat cross-origin isolated ang page: i-serve ito nang may mga header na `Cross-Origin-Opener-Policy: same-origin` at `Cross-Origin-Embedder-Policy: require-corp`. Kung wala ang mga ito, tumatakbo ito sa isang thread.',
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
      'Walang authentication ang server at sa computer na ito lang ito nakikinig. Ilagay ito sa likod ng proxy bago mo ito buksan sa iba.',
      request(model),
    ),
  triton: (model) =>
    paragraphs(
      ...head('triton', model),
      modelHere(model, `model_repository/${model.name}/1`),
      code('sh', 'tritonserver --model-repository=./model_repository'),
      'Naka-off ang batching (`max_batch_size: 0`), kaya ang mga shape sa `config.pbtxt` ay ang sa model. Kung batch ang unang dimension nito, itakda ang `max_batch_size`, alisin ang dimension na iyon, at idagdag ang `dynamic_batching {}`.',
      request(model),
    ),
  kserve: (model) =>
    paragraphs(
      ...head('kserve', model),
      modelHere(model, `model_repository/${model.name}/1`),
      'Kopyahin ang `model_repository` sa volume na `models`, o baguhin ang `storageUri`.',
      code('sh', 'kubectl apply -f inference-service.yaml'),
      request(model),
    ),
  'llama-server': (model) =>
    paragraphs(
      ...head('llama-server', model),
      modelHere(model, 'model'),
      code('sh', 'docker compose up'),
      'Sumasagot ito sa `http://127.0.0.1:8080/v1/chat/completions` (API ng OpenAI), nang walang authentication.',
    ),
  mobile: (model) =>
    model.format === 'tflite'
      ? paragraphs(
          ...head('mobile', model),
          'Android, LiteRT. Ginagamit ang NPU sa pamamagitan ng compiled model API; deprecated na ang NNAPI mula Android 15.',
          code(
            'kotlin',
            `val model = CompiledModel.create(assets, ${JSON.stringify(model.files[0])}, CompiledModel.Options(Accelerator.NPU, Accelerator.CPU))`,
            'val inputs = model.createInputBuffers()',
            'val outputs = model.createOutputBuffers()',
            'model.run(inputs, outputs)',
          ),
          'iOS, TensorFlow Lite na may Core ML delegate, na gumagamit ng Neural Engine kung mayroon.',
          code(
            'swift',
            'let delegate = CoreMLDelegate()',
            'let interpreter = try Interpreter(modelPath: path, delegates: delegate.map { [$0] } ?? [])',
            'try interpreter.allocateTensors()',
          ),
        )
      : paragraphs(
          ...head('mobile', model),
          'Pinapatakbo ng ONNX Runtime ang model sa mga app: package na `onnxruntime-android` (Maven) at `onnxruntime-objc` (CocoaPods).',
          'Android: XNNPACK sa CPU. Naaabot ng NNAPI ang mga GPU at NPU ng mas lumang device, at deprecated na ito mula Android 15.',
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
          'iOS: ginagamit ng Core ML provider ang GPU at ang Neural Engine para sa mga node na suportado nito; sa CPU tumatakbo ang iba.',
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
export const standalone: typeof en.standalone = {
  title: 'Mga file para patakbuhin ang model na ito sa labas ng Assay',
  lead: 'Mga file na nagpapatakbo ng model na ito sa labas ng Assay gamit ang configuration na ito. Ikaw ang magdaragdag ng mga file ng mismong model.',
  choose: 'Kung saan ito tatakbo',
  names,
  save: 'I-save bilang ZIP',
  none: 'Hindi mae-export ang model na ito: hindi suportado ang format nito, o hindi alam ang type o shape ng isang input.',
  modelFolder: (files, folder) => `Ilagay ang ${format.list(files)} sa folder na ${folder} ng ZIP.`,
  readme: (id, described) => readmes[id](described),
};
