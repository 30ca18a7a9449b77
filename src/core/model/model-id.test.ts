import { expect, test } from 'vitest';
import { isModelId, readModelId } from './model-id.ts';

test.each([
  ['digits', 'short-name', null],
  ['mobilenet-v2.int8', 'short-name', null],
  ['org/name:model.onnx', 'hub', 'model.onnx'],
  ['onnx-community/yolov10n:onnx/model_q4.onnx', 'hub', 'model_q4.onnx'],
  ['org/name:Modèle (v2) final.gguf', 'hub', 'Modèle (v2) final.gguf'],
  ['https://models.example/a/net.tflite', 'address', 'net.tflite'],
  ['http://127.0.0.1:8000/net.onnx', 'address', 'net.onnx'],
  ['my model.onnx (0a1b2c3d)', 'copy', 'my model.onnx'],
  ['companion:chat/SmolLM2.gguf', 'companion', 'SmolLM2.gguf'],
  ['server:far/llama3:8b', 'server', null],
])('reads the model id %s with the kind %s and the file %j', (id, kind, entry) => {
  expect(readModelId(id)).toEqual({ kind, entry });
});

test.each([
  ['', 'model-id-form'],
  ['org/name', 'model-id-without-file'],
  ['org/name:', 'model-id-path'],
  ['../../etc', 'model-id-form'],
  ['../net.onnx (0a1b2c3d)', 'model-id-form'],
  ['net.onnx (0a1b2c3)', 'model-id-form'],
  ['n\net.onnx (0a1b2c3d)', 'model-id-form'],
  ['../x:model.onnx', 'model-id-form'],
  ['org/..:model.onnx', 'model-id-form'],
  ['org/name/more:model.onnx', 'model-id-form'],
  ['org/name:../other/model.onnx', 'model-id-path'],
  ['org/name:a/../../b.onnx', 'model-id-path'],
  ['org/name:/etc/passwd', 'model-id-path'],
  ['org/name:a\\b.onnx', 'model-id-path'],
  ['org/name:a\u0000.onnx', 'model-id-path'],
  ['org/name:a\nb.onnx', 'model-id-path'],
  ['org/na\u001bme:a.onnx', 'model-id-form'],
  ['org/name:C:/a.onnx', 'model-id-path'],
  ['javascript:alert(1)', 'model-id-form'],
  ['javascript://x/%0aalert(1)', 'model-id-address'],
  ['file:///etc/passwd', 'model-id-address'],
  ['blob:https://models.example/1', 'model-id-address'],
  ['http://models.example/a.onnx', 'model-id-address'],
  ['https://user:secret@models.example/a.onnx', 'model-id-address'],
  ['https://models.example/a.onnx?token=secret', 'model-id-address'],
  ['https://models.example/a.onnx#b', 'model-id-address'],
  ['https://models.example/a/../b.onnx', 'model-id-address-path'],
  ['https://models.example//evil.example/a.onnx', 'model-id-address-path'],
  ['https://[::1]/a.onnx', 'model-id-address'],
  ['companion:', 'model-id-path'],
  ['companion:../net.onnx', 'model-id-path'],
  ['companion:C:x', 'model-id-path'],
  ['server:far/..', 'model-id-path'],
  ['server:far/a\u0000', 'model-id-path'],
  [`org/name:${'x'.repeat(200)}`, 'model-id-too-long'],
])('rejects the model id %j with the reason %s', (id, reason) => {
  expect(isModelId(id)).toBe(false);
  expect(() => readModelId(id)).toThrow(
    expect.objectContaining({ code: 'link-invalid', facts: { reason, id: id.slice(0, 80), maxCharacters: 200 } }),
  );
});
