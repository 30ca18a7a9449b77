import type { Severity } from './finding.ts';

/** What tensors and state dicts are made of. Source: the default list of PyTorch's `torch.load(weights_only=True)`. */
const safe: Readonly<Record<string, RegExp>> = {
  collections: /^(OrderedDict|Counter|defaultdict)$/,
  torch: /^(\w+Storage|Size|Tensor|device|dtype|u?int\d+|float\d+\w*|bfloat16|complex\d+|bool|q\w+|half|double|long)$/,
  'torch._utils': /^_rebuild_(tensor(_v[23])?|parameter(_with_state)?|qtensor|sparse_tensor|meta_tensor_no_storage)$/,
  'torch.storage': /^(Typed|Untyped)Storage$/,
  'torch.nn.parameter': /^(Parameter|Buffer)$/,
  'torch.serialization': /^_get_layout$/,
  'numpy.core.multiarray': /^(_reconstruct|scalar)$/,
  'numpy._core.multiarray': /^(_reconstruct|scalar)$/,
  numpy: /^(dtype|ndarray)$/,
  _codecs: /^encode$/,
  builtins: /^(set|frozenset|bytearray|complex|slice|range)$/,
  __builtin__: /^(set|frozenset|bytearray|complex|slice|xrange)$/,
};

/**
 * Modules that run commands or code, load libraries, open connections or change files. Sources: the lists of picklescan
 * 1.0 and ModelScan 0.8, and the published ways around them (`marshal`, `types`, `importlib`, `uuid`, ...).
 */
const dangerous = new Set(
  `aiohttp asyncio atexit bdb builtins __builtin__ cProfile code codeop commands ctypes distutils doctest dill cloudpickle
ensurepip functools http httplib idlelib imaplib importlib inspect joblib lib2to3 logging marshal multiprocessing nt
operator os pathlib pdb pickle _pickle pip pkgutil posix _posixsubprocess profile pty pydoc requests runpy shutil signal
site smtplib socket ssl subprocess sys tempfile threading _thread timeit trace types urllib uuid venv webbrowser zipimport`
    .trim()
    .split(/\s+/),
);
/** Functions that run code, in modules that are otherwise common in pickles. */
const dangerousNames =
  /^(numpy\.(f2py|testing)\b.*|numpy(\.lib\.\w+)? load|torch(\.serialization|\.hub|\.jit)? load|torch\.(jit\.unsupported_tensor_ops|_inductor|_dynamo|utils\.(bottleneck|collect_env|_config_module))\b.*|pandas\b.* (eval|read_pickle))$/;

/**
 * How much an import of a pickle matters; `null` if it is one that tensors consist of. What is on neither list is
 * `medium`: a list of what is dangerous is never complete.
 */
export function severityOfImport(module: string, name: string): Severity | null {
  if (Object.hasOwn(safe, module) && safe[module]!.test(name)) return null;
  const isDangerous = dangerous.has(module.split('.')[0] ?? '') || dangerousNames.test(`${module} ${name}`);
  return isDangerous ? 'high' : 'medium';
}
