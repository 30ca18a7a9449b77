import type * as en from '../../en/models/non-model-files.ts';

export const nonModelFiles: typeof en.nonModelFiles = {
  empty: { what: '是空文件。', fix: '请从来源处重新下载。' },
  zip: { what: '是 zip 压缩包。', fix: '请解压后打开其中的模型。' },
  gzip: { what: '是用 gzip 压缩的文件。', fix: '请解压后打开其中的内容。' },
  pytorch: {
    what: '是 PyTorch 检查点，只有权重和代码，没有计算图。',
    fix: '请用 torch.onnx.export 导出，或寻找该模型的 ONNX 或 GGUF 变体。',
  },
  pickle: {
    what: '是 Python pickle 文件，加载时可能执行任意代码。',
    fix: '请寻找该模型的 safetensors、ONNX 或 GGUF 变体。',
  },
  hdf5: {
    what: '是 HDF5 文件，即 Keras 保存模型的格式。',
    fix: '请用 tensorflowjs_converter 转换，或用 TensorFlow 转换器转换为 TFLite。',
  },
  'safetensors-index': {
    what: '是拆分成多个部分的模型的索引。',
    fix: '请打开 model-00001-of-… .safetensors 文件及其余各部分。',
  },
  'lfs-pointer': {
    what: '是 Git LFS 指针，不是它所指向的文件。',
    fix: '请使用来源页面上的下载链接，或运行 git lfs pull。',
  },
  'web-page': {
    what: '是网页，不是它所链接的文件。',
    fix: '请使用文件本身的链接；在模型 Hub 上，链接中应为 /resolve/ 而不是 /blob/。',
  },
  'ggml-legacy': {
    what: '是 GGML 文件，即 GGUF 之前的旧格式。',
    fix: '请用 llama.cpp 转换为 GGUF，或下载 GGUF 文件。',
  },
  image: {
    what: '是图片，不是模型。',
    fix: '请在此选择模型文件，图片则用作运行时的输入。',
  },
  text: { what: '是纯文本，不是模型。', fix: '请选择模型文件本身。' },
  json: {
    what: '是不含模型的 JSON 文件。',
    fix: '请选择模型文件本身；如果是 JSON 文件，应为 model.json（TensorFlow.js）或 mlc-chat-config.json（MLC）。',
  },
  onnx: {
    what: '是 ONNX 模型，由引擎 ONNX Runtime（ort）打开。',
    fix: '请在“运行”或“基准测试”页打开，文件名须以 .onnx 结尾。',
  },
  tflite: {
    what: '是 TFLite 模型，由引擎 LiteRT（litert）打开。',
    fix: '请在“运行”或“基准测试”页打开，文件名须以 .tflite 结尾。',
  },
  tfjs: {
    what: '是 TensorFlow.js 模型，由引擎 TensorFlow.js（tfjs）打开。',
    fix: '请在“运行”或“基准测试”页打开其 model.json 及 .bin 文件。',
  },
  gguf: {
    what: '是 GGUF 语言模型，由引擎 wllama 打开。',
    fix: '请在“对话”页打开；在命令行中使用 run --task text-generation。',
  },
  mlc: {
    what: '是 MLC 语言模型，由引擎 WebLLM 打开。',
    fix: '请在“对话”页打开其文件夹中的所有文件。',
  },
  openvino: {
    what: '是 OpenVINO 模型（IR），由配套程序的 OpenVINO 引擎打开。',
    fix: '请把它的 .xml 和 .bin 文件放到配套程序的“models”文件夹，或在命令行中使用 --target companion:openvino:cpu。',
  },
  safetensors: {
    what: '是 safetensors 文件：只有权重，没有引擎运行所需的计算图。',
    fix: '请寻找该模型的 ONNX、TFLite 或 GGUF 变体。',
  },
  unrecognised: {
    what: '不是 Assay 支持的模型格式。',
    fix: '请打开 ONNX、GGUF、TFLite、safetensors、TensorFlow.js（model.json）或 MLC（mlc-chat-config.json）模型。',
  },
};
