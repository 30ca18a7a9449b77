import { oipTypes } from '#core/engine/oip-types.ts';
import { joinLines, type StandaloneModel, type StandaloneFiles, type StandaloneTemplate } from '../standalone-model.ts';
import { onnxruntimeVersion, readOrtOptions } from '../ort-options.ts';
import { hasTensorsOnly } from '../values.ts';

const numpyTypes = { bool: 'bool_', string: 'object_' } as const;

/** Writes the module and requirements of a Python program that runs the model with onnxruntime. */
export function writePythonFiles(model: StandaloneModel): StandaloneFiles {
  const { threads, pythonLevel, memoryPattern, isParallel, interOpThreads, usesOpenvino } = readOrtOptions(model);
  const isGpu = model.configuration.device === 'gpu' && !usesOpenvino;
  const providers = ['CPUExecutionProvider'];
  if (usesOpenvino) providers.unshift('OpenVINOExecutionProvider');
  if (isGpu) providers.unshift('CUDAExecutionProvider');
  const library = usesOpenvino ? 'onnxruntime-openvino' : isGpu ? 'onnxruntime-gpu' : 'onnxruntime';
  const types = Object.entries(oipTypes).map(([dtype, name]) => {
    const numpy = Object.hasOwn(numpyTypes, dtype) ? numpyTypes[dtype as keyof typeof numpyTypes] : dtype;
    return `    "${name}": numpy.${numpy},`;
  });
  return {
    // The version is that of the measurement; packages for other hardware are published later than onnxruntime itself.
    'requirements.txt': joinLines(library === 'onnxruntime' ? `${library}==${onnxruntimeVersion}` : library, 'numpy'),
    'infer.py': joinLines(
      'import json',
      'import sys',
      'from pathlib import Path',
      '',
      'import numpy',
      'import onnxruntime',
      '',
      'TYPES = {',
      types,
      '}',
      '',
      'options = onnxruntime.SessionOptions()',
      `options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.${pythonLevel}`,
      `options.enable_mem_pattern = ${memoryPattern ? 'True' : 'False'}`,
      threads === null ? [] : `options.intra_op_num_threads = ${threads}`,
      isParallel ? 'options.execution_mode = onnxruntime.ExecutionMode.ORT_PARALLEL' : [],
      interOpThreads === null ? [] : `options.inter_op_num_threads = ${interOpThreads}`,
      '',
      `MODEL = Path(__file__).parent / "model" / ${JSON.stringify(model.files[0])}`,
      `session = onnxruntime.InferenceSession(str(MODEL), options, providers=${JSON.stringify(providers)})`,
      '',
      '',
      'def infer(request):',
      '    feeds = {',
      '        tensor["name"]: numpy.array(tensor["data"], dtype=TYPES[tensor["datatype"]]).reshape(tensor["shape"])',
      '        for tensor in request["inputs"]',
      '    }',
      '    names = [output.name for output in session.get_outputs()]',
      '    outputs = []',
      '    for name, result in zip(names, session.run(names, feeds)):',
      '        kinds = [kind for kind, dtype in TYPES.items() if result.dtype == dtype]',
      '        outputs.append(',
      '            {"name": name, "shape": list(result.shape), "datatype": kinds[0], "data": result.ravel().tolist()}',
      '        )',
      '    return {"outputs": outputs}',
      '',
      '',
      'if __name__ == "__main__":',
      '    path = Path(sys.argv[1] if len(sys.argv) > 1 else "request.json")',
      '    print(json.dumps(infer(json.loads(path.read_text()))))',
    ),
  };
}

export const python: StandaloneTemplate = {
  supports: (model) => model.format === 'onnx' && hasTensorsOnly(model),
  getModelFolder: () => 'model',
  write: writePythonFiles,
};
