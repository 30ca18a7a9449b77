import type { Text } from '../../language.ts';

/** Names of engines, devices, workloads, phases and settings, shared by all pages. */
export const engine: Text['engine'] = {
  title: 'Injini',
  names: {
    ort: 'ONNX Runtime',
    tfjs: 'TensorFlow.js',
    litert: 'LiteRT',
    wllama: 'wllama (llama.cpp)',
    webllm: 'WebLLM',
    openvino: 'OpenVINO',
    llama: 'llama.cpp',
    'ort-text': 'ONNX Runtime (modeli za lugha)',
    oip: 'Open Inference Protocol',
    openai: 'API ya OpenAI',
  },
  devices: {
    wasm: 'WebAssembly',
    webgpu: 'WebGPU',
    webgl: 'WebGL',
    javascript: 'JavaScript ya kawaida',
    cpu: 'CPU',
    gpu: 'GPU',
    npu: 'NPU',
    server: 'seva ya mbali',
  },
  host: 'Huendeshwa katika',
  hosts: { page: 'Ukurasa huu', companion: 'Programu mwenza' },
  inCompanion: (name, device) => `${name} kwenye ${device} (programu mwenza)`,
  companion: {
    none: 'Ukurasa huu haujaunganishwa na programu mwenza, ambayo huendesha injini hii.',
    waiting:
      'Kivinjari chako kinauliza kabla ya ukurasa huu kuunganishwa na programu mwenza, ambayo huendesha injini hii.',
    connecting: 'Inaunganisha kwenye programu mwenza, ambayo huendesha injini hii.',
    unreachable: 'Programu mwenza, ambayo huendesha injini hii, haipatikani.',
    notOffered: (name) => `Programu mwenza haiwezi kutumia ${name} kwenye kifaa hiki.`,
    link: 'Injini asilia',
  },
  workloads: {
    conv: 'Picha (MobileNetV2)',
    encoder: 'Encoder ya maandishi',
    decoder: 'Decoder ya LLM',
  },
  phases: {
    fetch: 'Inaleta modeli',
    verify: 'Inakagua faili zilizohifadhiwa',
    send: 'Inatuma modeli kwa programu mwenza',
    build: 'Inatengeneza modeli',
    convert: 'Inageuza modeli',
    compare: 'Inalinganisha modeli iliyogeuzwa na ile ya asili',
    create: 'Inatengeneza kipindi cha injini',
    first: 'Inferensi ya kwanza',
    'warm-up': 'Inapasha moto (haihesabiwi kwenye tokeo)',
    steady: 'Inapima',
    'cool-down': 'Inapoa',
    check: 'Inakagua matokeo',
    run: 'Inaendesha',
  },

  opening: 'Inafungua modeli',
  retry: 'Fungua tena',
  line: (name, version, device) => `${name} ${version} kwenye ${device}`,
  threads: (count) => (count === 1 ? 'uzi 1' : `nyuzi ${count}`),
  build: (name) => `build ${name}`,
  float32Convolutions: (count) =>
    count === 1
      ? 'konvolusheni 1 ya namba kamili inakokotolewa kwa float32: ina kasi zaidi, na matokeo ni yale yale'
      : `konvolusheni ${count} za namba kamili zinakokotolewa kwa float32: zina kasi zaidi, na matokeo ni yale yale`,
  convertedTo: {
    w8a8: 'imegeuzwa kuwa ONNX yenye uzito na uamilishaji wa int8: majibu yake yanaweza kutofautiana kidogo',
  },
  conversion: (perplexity, prompt, generation) =>
    `perplexity ${perplexity} ya ile ya asili kwa maandishi mafupi; kasi kwenye kifaa hiki ni ${prompt} (prompti) na ${generation} (jibu) ya llama.cpp`,
  size: (bytes) => `modeli ya ${bytes}`,
  created: (time) => `tayari kwa ${time}`,
  deviceFailed: (device, why) => `${device} haikuweza kufungua modeli: ${why}`,

  sizes: 'Ukubwa na thamani za maingizo',
  device: 'Backend',
  threadCount: 'Nyuzi',
  automatic: 'Kiotomatiki',
  automaticValue: (value) => `Kiotomatiki (${value})`,
  chosenBy: {
    tuning: 'Kiotomatiki: usanidi wa kasi zaidi wa modeli hii, uliopatikana kwa kuupima kwenye kifaa hiki.',
    recommendation: 'Kiotomatiki: unaopendekezwa kwa modeli hii kutokana na vipimo vya kifaa hiki.',
    default:
      'Kiotomatiki: kifaa hiki hakijapimwa, kwa hivyo haya ni machaguomsingi ya injini. Huenda si chaguo la kasi zaidi.',
  },
  measure: 'Pima kifaa hiki',
  measuring: 'Inapima kifaa hiki (sekunde chache)',
  more: 'Mipangilio ya injini',
  unset: 'Chaguomsingi',
  unsetValue: (value) => `Chaguomsingi (${value})`,
  settingIs: (name, value) => `${name}: ${value}`,
  settings: {
    graphOptimisation: {
      name: 'Uboreshaji wa grafu',
      help: 'Kiwango ambacho ONNX Runtime na Assay huandika upya grafu kabla ya kuiendesha. Ukizima, grafu huendeshwa jinsi ilivyo kwenye faili.',
      values: { disabled: 'Umezimwa', basic: 'Msingi', extended: 'Zaidi', all: 'Wote' },
    },
    memoryPattern: {
      name: 'Mpango wa kumbukumbu',
      help: 'Kama kumbukumbu ya uendeshaji mzima hupangwa kutokana na uendeshaji wa kwanza wenye maumbo yale yale.',
      values: { on: 'Imewashwa', off: 'Imezimwa' },
    },
    precision: {
      name: 'Usahihi wa namba',
      help: 'Aina ambayo WebGL hutumia kuhifadhi thamani kati ya opereta. Nusu huchukua nusu ya kumbukumbu na ina usahihi mdogo zaidi.',
      values: { float32: 'Kamili (float32)', float16: 'Nusu (float16)' },
    },
    contextLength: {
      name: 'Muktadha (tokeni)',
      help: 'Idadi ya juu ya tokeni ambazo modeli huona. Chaguomsingi la injini: 2,048, au urefu wa muktadha uliofunzwa ikiwa ni mfupi zaidi.',
    },
    interOpThreads: {
      name: 'Nyuzi za inter-op',
      help: 'Nyuzi zinazoendesha opereta zisizotegemeana kwa wakati mmoja, ikiwa hali ya utekelezaji ni sambamba.',
    },
    executionMode: {
      name: 'Hali ya utekelezaji',
      help: 'Kama opereta zisizotegemeana huendeshwa kwa wakati mmoja.',
      values: { sequential: 'Kwa mfuatano', parallel: 'Sambamba' },
    },
    memoryArena: {
      name: 'Arena ya kumbukumbu',
      help: 'Kama kumbukumbu iliyoachiliwa huwekwa kwa matumizi ya baadaye.',
      values: { on: 'Imewashwa', off: 'Imezimwa' },
    },
    logLevel: {
      name: 'Kiwango cha kumbukumbu za matukio (log)',
      help: 'Uzito wa chini zaidi wa matukio ambayo injini huyaandika.',
      values: {
        verbose: 'Kwa kina',
        info: 'Taarifa',
        warning: 'Onyo',
        error: 'Hitilafu',
        fatal: 'Hitilafu mbaya',
      },
    },
    provider: {
      name: 'Kitekelezi (execution provider)',
      help: 'Maktaba ambayo ONNX Runtime hutumia kufikia kifaa. Modeli hufunguka tu ikiwa baadhi ya nodi zake huendeshwa nayo.',
      values: {
        cpu: 'Cha ONNX Runtime yenyewe (CPU)',
        openvino: 'OpenVINO',
        webgpu: 'WebGPU',
        cuda: 'CUDA',
        tensorrt: 'TensorRT',
        'tensorrt-rtx': 'TensorRT-RTX',
        qnn: 'QNN (Qualcomm)',
        coreml: 'CoreML (Apple)',
        directml: 'DirectML (Windows)',
        mlx: 'MLX (Apple)',
        cann: 'CANN (Ascend)',
        migraphx: 'MIGraphX (AMD)',
        vitisai: 'Vitis AI (AMD)',
      },
    },
    computePrecision: {
      name: 'Usahihi wa namba za ukokotoaji',
      help: 'Aina ambayo injini hukokotoa kwayo. Aina fupi zina kasi zaidi kwenye baadhi ya vifaa na usahihi mdogo zaidi.',
      values: { float32: 'float32', float16: 'float16', bfloat16: 'bfloat16' },
    },
    performanceHint: {
      name: 'Lengo la utendaji',
      help: 'Kama injini hurekebishwa kwa inferensi moja kwa wakati au kwa nyingi.',
      values: { latency: 'Ucheleweshaji', throughput: 'Upitishaji' },
    },
    streams: { name: 'Mikondo', help: 'Inferensi zinazoweza kuendeshwa kwa wakati mmoja.' },
    modelCache: {
      name: 'Akiba ya modeli',
      help: 'Kama modeli iliyokusanywa (compiled) huhifadhiwa, ili ifunguke haraka zaidi mara ijayo.',
      values: { on: 'Imewashwa', off: 'Imezimwa' },
    },
    automaticDevice: {
      name: 'Kifaa kichaguliwe na OpenVINO (AUTO)',
      help: 'Kama OpenVINO huchagua miongoni mwa vifaa vyake vyote. Ripoti hutaja kile ilichochagua.',
      values: { on: 'Imewashwa', off: 'Imezimwa' },
    },
    gpuLayers: {
      name: 'Matabaka ya GPU',
      help: 'Matabaka ya modeli yanayoendeshwa kwenye GPU; mengine huendeshwa kwenye CPU. Chaguomsingi la injini: yote yanayotosha.',
    },
    memoryLock: {
      name: 'Kufunga kumbukumbu',
      help: 'Kama uzito hubaki kwenye kumbukumbu halisi, ili usihamishiwe kwenye diski kamwe.',
      values: { on: 'Imewashwa', off: 'Imezimwa' },
    },
    batchSize: {
      name: 'Ukubwa wa kundi (tokeni)',
      help: 'Tokeni za prompti zinazochakatwa kwa pamoja.',
    },
    flashAttention: {
      name: 'Flash attention',
      help: 'Hukokotoa attention bila kuhifadhi matriki yake, kwa hivyo huhitaji kumbukumbu ndogo zaidi. Kwenye kivinjari, prompt huchakatwa haraka zaidi, lakini maandishi huzalishwa polepole zaidi na kwa usahihi mdogo kidogo; Tathmini huizima isipokuwa ukiiwasha.',
      values: { on: 'Imewashwa', off: 'Imezimwa' },
    },
    promptCache: {
      name: 'Akiba ya prompti kwenye diski',
      help: 'Huhifadhi prompti iliyochakatwa kwenye folda ya programu mwenza modeli inapofungwa, ili mazungumzo yale yale yaendelee bila kuichakata tena. Faili hiyo ina mazungumzo.',
      values: { on: 'Imewashwa', off: 'Imezimwa' },
    },
  },
};
