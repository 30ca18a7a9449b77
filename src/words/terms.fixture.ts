/** Names, formats and units, which are the same in every language. */
const names = `
  a12 a13 ai amd android api apple ascend assay assay.gates.json bfloat16 cann ci coral coreml cortex-m4 db dex
  directml ece edge f1 f16 f32 firefox float16 float32 fps gb geforce gen gflop google gpu inference infinity
  int8 iou iphone ir jetson jpeg json kl kv litert llama.cpp llm m1 m3 matmul mb memory64 microsoft migraphx min
  mlx mobilenetv2 ms nano nat npu nvidia olive onnx onnxruntime onnxruntime-node onnxruntime-web open openai
  openmetrics openvino opfs opset orin pascal perfetto pi pnnx pp pro protocol px python qlinear qnn qualcomm
  rapl raspberry recall relaxed rtx runtime safetensors sha-256 silicon simd snapdragon sqnr stm32l4r5
  tensorflow.js tensorrt tensorrt-rtx tflite tg ti top-k top-p tpu usb vitis voc wasm webassembly webgl webgpu
  webllm webnn windows wllama xml xs
`;

/** English terms that a language uses itself: see its glossary in `docs/`. */
const terms: Readonly<Record<string, string>> = {
  fil: `
    accelerator accuracy adapter adjusted arena attention automated backend balanced bandwidth baseline basic
    bench benchmark blur browser byte cache calibration camera causal channel character chat class clipping code commit
    companion compression compute confidence configuration confusion contrast conversion convolution convolutional
    correlation corruption cosine coverage cross-origin data decoder default dense deployment desktop detector
    deviation device dice dimension distribution divergence download editor element embedding encoder encoder-decoder end
    engine entity environment error evaluation execution expected extended fatal feature file finalist flash float format
    gate gaussian graph half hallmark hardware high hint host hub index info initializer input interactive
    interval isolated isolation item key label language laptop latency layer layout legend level library limit
    link load lock log low machine macro mask matrix max mean median memory metal metric microcontroller mid mode
    model monitor multilayer multiplication native network node noise non-maximum object operating operator output
    page pareto-optimal passphrase pattern pearson penalty percentile perceptron performance perplexity phone
    pixel plain platform pooling port post-processing pre-processing precision privacy probability processor
    production profile program programmer prompt provider random range rate ratio recipe recurrent reference
    remote renderer repeat report robustness run sample sampling saturation scalar schema score seed segmentation
    segmenter sentence server setup severity shape signal-to-noise similarity single software spearman split
    stability standard storage string suppression symmetric system table tag target task temperature template tensor test
    text thread throughput token tokenizer top-1 top-5 trace transcript transformer trend type unified valid value
    variant verbose version video vision warm-up web weight word workflow workload zero
  `,
  sw: `
    accelerator attention backend build causal commit data device embedding encoder-decoder flash float macro mask
    metadata perplexity pooling subgroups trace
  `,
};

/** Whether a text consists only of names and of terms of the language. */
export function isTerm(text: string, tag: string): boolean {
  const known = new Set(`${names} ${terms[tag] ?? ''}`.split(/\s+/));
  const words = text.match(/[A-Za-z][A-Za-z0-9.+-]*/g) ?? [];
  return words.every((word) => !/[a-z]{2}/.test(word) || known.has(word.toLowerCase()));
}

/** Words of English sentences that do not occur in any other language of the app. */
export const englishWord = /\b(the|of|is|are|with|this|that|from|which|and|or|by|not|has|have|its)\b/i;

/** Places and texts for programs: commands, codes, file names and what other programs show. */
export const codes: readonly RegExp[] = [
  /: (npm |\{"type": |..\/| --library <)/,
  /: .*model-00001-of-… \.safetensors/,
  /: .*“Access apps and services on this device”/, // a setting of Firefox
  /: shader-f16$/,
  /^bench\/load-curve\.ts loadCurve\.series: /,
  /^deployments\/monitor\.ts value: /,
  /^deployments\/remedies\.ts measured: /,
  /^device\/native-engines\.ts nativeEngines\.engines\.command\.state: /,
  /^errors\/model-errors\.ts otherTask: file=1$/,
  /^gates\/gate-results\.ts gateResults: page$/,
  /^models\/other-devices\.ts otherDevices\.gate: model$/,
  /^models\/standalone\.ts readmes\./,
  /^validation\/checklist\.ts checklist\.summary: /,
];
