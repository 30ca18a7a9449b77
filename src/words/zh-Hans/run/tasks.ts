import type * as en from '../../en/run/tasks.ts';

export const tasks: typeof en.tasks = {
  'object-detection': {
    name: '检测',
    title: '目标检测',
    lead: '在图片、视频或摄像头画面中检测 80 类日常目标。使用 YOLO 姿态模型时，检测人及其关节。',
  },
  'image-classification': {
    name: '分类',
    title: '图像分类',
    lead: '说出图像里是什么。需要 1,000 类时，请打开 ImageNet 分类模型。',
  },
  'face-detection': {
    name: '人脸检测',
    title: '人脸检测',
    lead: '用 YuNet、UltraFace 或 BlazeFace 在图片、视频或摄像头画面中找出人脸及其关键点。',
  },
  'face-recognition': {
    name: '人脸识别',
    title: '人脸识别',
    lead: '识别经本人同意后由你录入的人。请同时打开人脸检测模型（YuNet 或 BlazeFace）和 MobileFaceNet。所有数据都留在本设备上。',
  },
  ocr: {
    name: 'OCR',
    title: '文字识别（OCR）',
    lead: '请同时选择 PP-OCR 模型的各个文件：检测模型、识别模型及其字典，如有方向分类模型也一并选择。',
  },
  segmentation: {
    name: '分割',
    title: '图像分割',
    lead: '把人物或物体与背景分开：抠图、虚化或替换背景。',
  },
  digits: {
    name: '数字',
    title: '数字识别',
    lead: '写一个 0 到 9 的数字，边写边识别。',
  },
  'speech-recognition': {
    name: '语音',
    title: '语音识别',
    lead: '打开 Whisper 模型：编码器、合并的解码器、tokenizer.json 和 generation_config.json。如果同时打开 Silero VAD，会略过没有语音的部分。音频转写带时间戳，可以修改并保存为字幕。',
  },
  'voice-activity': {
    name: '语音活动',
    title: '语音活动检测',
    lead: '打开 Silero VAD，找出音频中有人说话的时段。',
  },
  'sentence-embedding': {
    name: '句子',
    title: '句向量',
    lead: '按语义比较文本：打开 ONNX 格式的 sentence-transformers 或 Model2Vec 模型及其 tokenizer.json。',
  },
  'text-classification': {
    name: '文本分类',
    title: '文本分类',
    lead: '为文本标注标签，例如情感或主题：打开 ONNX 格式的分类模型及其 tokenizer.json 和给出标签名称的 config.json。',
  },
  'token-classification': {
    name: '实体',
    title: 'token 分类',
    lead: '标出文本中带有标签的部分，例如人名、地名或词性：打开 ONNX 格式的 token 分类模型及其 tokenizer.json 和给出标签名称的 config.json。',
  },
  'raw-outputs': {
    name: '任意模型',
    title: '原始输出',
    lead: '显示任意单图像输入模型的原始输出，用于比较转换或量化后的模型与原模型。',
  },
  'text-generation': {
    name: '文本生成',
    title: '文本生成',
    lead: '用语言模型回答问题或续写文本。',
  },
};
