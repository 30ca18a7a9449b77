import { joinLines, type StandaloneTemplate } from '../standalone-model.ts';
import { formatJavascriptOptions, onnxruntimeVersion, toSource } from '../ort-options.ts';
import { hasTensorsOnly } from '../values.ts';
import { formatTensorModule } from './tensor-module.ts';

/** A Node program that runs the model with onnxruntime-node on a request in a file. */
export const node: StandaloneTemplate = {
  supports: (model) => model.format === 'onnx' && hasTensorsOnly(model),
  getModelFolder: () => 'model',
  write(model) {
    const [entry] = model.files;
    return {
      'package.json': `${toSource({
        name: model.name,
        private: true,
        type: 'module',
        scripts: { infer: 'node infer.mjs request.json' },
        dependencies: { 'onnxruntime-node': onnxruntimeVersion },
      })}\n`,
      'infer.mjs': joinLines(
        "import { readFile } from 'node:fs/promises';",
        "import { fileURLToPath } from 'node:url';",
        "import * as ort from 'onnxruntime-node';",
        "import { readInputs, writeOutputs } from './tensors.mjs';",
        '',
        `const model = fileURLToPath(new URL(${JSON.stringify(`./model/${encodeURIComponent(entry)}`)}, import.meta.url));`,
        `const session = await ort.InferenceSession.create(model, ${toSource(formatJavascriptOptions(model, ['cpu']))});`,
        '',
        "const request = JSON.parse(await readFile(process.argv[2] ?? 'request.json', 'utf8'));",
        'const results = await session.run(readInputs(ort, request));',
        'console.log(JSON.stringify(writeOutputs(results)));',
      ),
      'tensors.mjs': formatTensorModule(),
    };
  },
};
