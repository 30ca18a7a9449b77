import type { StandaloneModel, TemplateId } from '#standalone/standalone-model.ts';
import { listSettingPairs } from '#core/engine/engine-settings.ts';
import type { Text } from '../../language.ts';
import { engine } from '../device/engine.ts';
import { format } from '../format.ts';

const names = {
  page: 'Ukurasa wa wavuti (onnxruntime-web)',
  node: 'Programu ya Node (onnxruntime-node)',
  python: 'Programu ya Python (onnxruntime)',
  container: 'Kontena yenye seva ya HTTP',
  triton: 'Hazina ya modeli ya Triton',
  kserve: 'Huduma ya inferensi ya KServe',
  'llama-server': 'Kontena yenye seva ya llama.cpp',
  mobile: 'Maelezo ya iOS na Android',
} satisfies Record<TemplateId, string>;

const code = (language: string, ...lines: readonly string[]) => `\`\`\`${language}\n${lines.join('\n')}\n\`\`\``;
const paragraphs = (...texts: readonly string[]) => `${texts.join('\n\n')}\n`;

/** The configuration that the files use. */
function describeConfiguration({ configuration }: StandaloneModel): string {
  const { engine: id, device, threads, settings } = configuration;
  const pairs = listSettingPairs(settings).map((pair) => pair.join('='));
  const parts = [
    `${engine.names[id]} kwenye ${engine.devices[device]}`,
    threads === null ? 'nyuzi zinazochaguliwa na injini' : `nyuzi ${format.whole(threads)}`,
    ...pairs,
  ];
  return `Usanidi katika Assay: ${format.list(parts)}. Maunzi mengine na build nyingine za injini zinaweza kuhitaji usanidi tofauti: upime huko.`;
}

const request = ({ inputs }: StandaloneModel) => {
  const example = inputs.map(
    ({ name, shape }) => `\`${name}\` [${(shape ?? []).map((size) => size ?? '?').join(', ')}]`,
  );
  return `Ombi lina umbo la Open Inference Protocol: \`{"inputs": [{"name", "shape", "datatype", "data"}]}\`. Maingizo: ${format.list(example)}. Uchakataji wa awali haujajumuishwa.`;
};

const head = (id: TemplateId, model: StandaloneModel) => [
  `# ${model.name}: ${names[id]}`,
  describeConfiguration(model),
];

const modelHere = ({ files }: StandaloneModel, folder: string) =>
  `Weka ${format.list(files.map((file) => `\`${file}\``))} katika \`${folder}/\`.`;

const readmes: Readonly<Record<TemplateId, (model: StandaloneModel) => string>> = {
  page: (model) =>
    paragraphs(
      ...head('page', model),
      modelHere(model, 'model'),
      code('sh', 'npm install', 'npx serve .'),
      'Nyuzi zinahitaji ukurasa wenye utengaji wa cross-origin: utoe pamoja na vichwa `Cross-Origin-Opener-Policy: same-origin` na `Cross-Origin-Embedder-Policy: require-corp`. Bila hivyo, huendeshwa kwa uzi mmoja.',
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
      'Seva haina uthibitishaji wa mtumiaji na husikiliza kwenye kompyuta hii pekee. Iweke nyuma ya proksi kabla ya kuwafungulia wengine.',
      request(model),
    ),
  triton: (model) =>
    paragraphs(
      ...head('triton', model),
      modelHere(model, `model_repository/${model.name}/1`),
      code('sh', 'tritonserver --model-repository=./model_repository'),
      'Makundi yamezimwa (`max_batch_size: 0`), kwa hivyo maumbo katika `config.pbtxt` ni yale ya modeli. Ikiwa dimensheni yake ya kwanza ni kundi, weka `max_batch_size`, ondoa dimensheni hiyo na uongeze `dynamic_batching {}`.',
      request(model),
    ),
  kserve: (model) =>
    paragraphs(
      ...head('kserve', model),
      modelHere(model, `model_repository/${model.name}/1`),
      'Nakili `model_repository` kwenye volume `models`, au badilisha `storageUri`.',
      code('sh', 'kubectl apply -f inference-service.yaml'),
      request(model),
    ),
  'llama-server': (model) =>
    paragraphs(
      ...head('llama-server', model),
      modelHere(model, 'model'),
      code('sh', 'docker compose up'),
      'Hujibu katika `http://127.0.0.1:8080/v1/chat/completions` (API ya OpenAI), bila uthibitishaji wa mtumiaji.',
    ),
  mobile: (model) =>
    model.format === 'tflite'
      ? paragraphs(
          ...head('mobile', model),
          'Android, LiteRT. NPU hutumika kupitia compiled model API; NNAPI imeachwa tangu Android 15.',
          code(
            'kotlin',
            `val model = CompiledModel.create(assets, ${JSON.stringify(model.files[0])}, CompiledModel.Options(Accelerator.NPU, Accelerator.CPU))`,
            'val inputs = model.createInputBuffers()',
            'val outputs = model.createOutputBuffers()',
            'model.run(inputs, outputs)',
          ),
          'iOS, TensorFlow Lite pamoja na Core ML delegate, ambayo hutumia Neural Engine mahali ilipo.',
          code(
            'swift',
            'let delegate = CoreMLDelegate()',
            'let interpreter = try Interpreter(modelPath: path, delegates: delegate.map { [$0] } ?? [])',
            'try interpreter.allocateTensors()',
          ),
        )
      : paragraphs(
          ...head('mobile', model),
          'ONNX Runtime huendesha modeli ndani ya programu: kifurushi `onnxruntime-android` (Maven) na `onnxruntime-objc` (CocoaPods).',
          'Android: XNNPACK kwenye CPU. NNAPI hufikia GPU na NPU za vifaa vya zamani, na imeachwa tangu Android 15.',
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
          'iOS: kitekelezi cha Core ML hutumia GPU na Neural Engine kwa nodi inazozifahamu; nyingine huendeshwa kwenye CPU.',
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
export const standalone: Text['standalone'] = {
  title: 'Faili za kuendesha modeli hii nje ya Assay',
  lead: 'Faili zinazoendesha modeli hii nje ya Assay kwa usanidi huu. Ongeza faili za modeli yenyewe mwenyewe.',
  choose: 'Inaendeshwa wapi',
  names,
  save: 'Hifadhi kama ZIP',
  none: 'Modeli hii haiwezi kuhamishwa: muundo wake hautumiki, au aina au umbo la ingizo lake halijulikani.',
  modelFolder: (files, folder) => `Weka ${format.list(files)} kwenye folda ${folder} ya ZIP.`,
  readme: (id, described) => readmes[id](described),
};
