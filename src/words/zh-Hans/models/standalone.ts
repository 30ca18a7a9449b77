import type { Text } from '../../language.ts';
import type { StandaloneModel, TemplateId } from '#standalone/standalone-model.ts';
import { listSettingPairs } from '#core/engine/engine-settings.ts';
import { engine } from '../device/engine.ts';
import { format } from '../format.ts';

const names: Text['standalone']['names'] = {
  page: '网页（onnxruntime-web）',
  node: 'Node 程序（onnxruntime-node）',
  python: 'Python 程序（onnxruntime）',
  container: '带 HTTP 服务器的容器',
  triton: 'Triton 模型仓库',
  kserve: 'KServe 推理服务',
  'llama-server': '带 llama.cpp 服务器的容器',
  mobile: 'iOS 和 Android 说明',
};

const code = (language: string, ...lines: readonly string[]) => `\`\`\`${language}\n${lines.join('\n')}\n\`\`\``;
const paragraphs = (...texts: readonly string[]) => `${texts.join('\n\n')}\n`;

/** The configuration that the files use. */
function describeConfiguration({ configuration }: StandaloneModel): string {
  const { engine: id, device, threads, settings } = configuration;
  const pairs = listSettingPairs(settings).map((pair) => pair.join('='));
  const parts = [
    `${engine.names[id]}（${engine.devices[device]}）`,
    threads === null ? '线程数由引擎选择' : engine.threads(threads),
    ...pairs,
  ];
  return `在 Assay 中的配置：${parts.join('，')}。其他硬件或引擎的其他构建可能需要不同的配置：请在那里测量。`;
}

const request = ({ inputs }: StandaloneModel) => {
  const example = inputs.map(
    ({ name, shape }) => `\`${name}\` [${(shape ?? []).map((size) => size ?? '?').join(', ')}]`,
  );
  return `请求采用 Open Inference Protocol 的形式：\`{"inputs": [{"name", "shape", "datatype", "data"}]}\`。输入：${format.list(example)}。不含预处理。`;
};

const head = (id: TemplateId, model: StandaloneModel) => [
  `# ${model.name}：${names[id]}`,
  describeConfiguration(model),
];

const modelHere = ({ files }: StandaloneModel, folder: string) =>
  `请把 ${format.list(files.map((file) => `\`${file}\``))} 放入 \`${folder}/\`。`;

const readmes: Readonly<Record<TemplateId, (model: StandaloneModel) => string>> = {
  page: (model) =>
    paragraphs(
      ...head('page', model),
      modelHere(model, 'model'),
      code('sh', 'npm install', 'npx serve .'),
      '多线程需要页面处于跨源隔离状态：请以标头 `Cross-Origin-Opener-Policy: same-origin` 和 `Cross-Origin-Embedder-Policy: require-corp` 提供页面，否则只能使用一个线程。',
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
      '服务器没有身份验证，只在这台电脑上监听。对外开放之前，请把它置于代理之后。',
      request(model),
    ),
  triton: (model) =>
    paragraphs(
      ...head('triton', model),
      modelHere(model, `model_repository/${model.name}/1`),
      code('sh', 'tritonserver --model-repository=./model_repository'),
      '批处理已关闭（`max_batch_size: 0`），因此 `config.pbtxt` 中的形状就是模型的形状。如果第一个维度是批次，请设置 `max_batch_size`，去掉该维度，并添加 `dynamic_batching {}`。',
      request(model),
    ),
  kserve: (model) =>
    paragraphs(
      ...head('kserve', model),
      modelHere(model, `model_repository/${model.name}/1`),
      '请把 `model_repository` 复制到卷 `models`，或修改 `storageUri`。',
      code('sh', 'kubectl apply -f inference-service.yaml'),
      request(model),
    ),
  'llama-server': (model) =>
    paragraphs(
      ...head('llama-server', model),
      modelHere(model, 'model'),
      code('sh', 'docker compose up'),
      '服务地址为 `http://127.0.0.1:8080/v1/chat/completions`（OpenAI API），没有身份验证。',
    ),
  mobile: (model) =>
    model.format === 'tflite'
      ? paragraphs(
          ...head('mobile', model),
          'Android：LiteRT。通过 compiled model API 使用 NPU；NNAPI 自 Android 15 起已弃用。',
          code(
            'kotlin',
            `val model = CompiledModel.create(assets, ${JSON.stringify(model.files[0])}, CompiledModel.Options(Accelerator.NPU, Accelerator.CPU))`,
            'val inputs = model.createInputBuffers()',
            'val outputs = model.createOutputBuffers()',
            'model.run(inputs, outputs)',
          ),
          'iOS：TensorFlow Lite 加 Core ML delegate，在有 Neural Engine 的设备上会使用它。',
          code(
            'swift',
            'let delegate = CoreMLDelegate()',
            'let interpreter = try Interpreter(modelPath: path, delegates: delegate.map { [$0] } ?? [])',
            'try interpreter.allocateTensors()',
          ),
        )
      : paragraphs(
          ...head('mobile', model),
          '在应用中用 ONNX Runtime 运行模型：软件包 `onnxruntime-android`（Maven）和 `onnxruntime-objc`（CocoaPods）。',
          'Android：在 CPU 上使用 XNNPACK。NNAPI 可使用较旧设备的 GPU 和 NPU，自 Android 15 起已弃用。',
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
          'iOS：Core ML 提供程序对其支持的节点使用 GPU 和 Neural Engine，其余节点在 CPU 上运行。',
          code(
            'swift',
            'let environment = try ORTEnv(loggingLevel: .warning)',
            'let options = try ORTSessionOptions()',
            'try options.appendCoreMLExecutionProvider(with: ORTCoreMLExecutionProviderOptions())',
            'let session = try ORTSession(env: environment, modelPath: path, sessionOptions: options)',
          ),
        ),
};

export const standalone: Text['standalone'] = {
  title: '在 Assay 之外运行此模型的文件',
  lead: '这些文件按此配置在 Assay 之外运行此模型。请自行加入模型文件。',
  choose: '运行环境',
  names,
  save: '保存为 ZIP',
  none: '无法导出此模型：不支持其格式，或某个输入的类型或形状未知。',
  modelFolder: (files, folder) => `请把 ${format.list(files)} 放入 ZIP 中的文件夹 ${folder}。`,
  readme: (id, described) => readmes[id](described),
};
