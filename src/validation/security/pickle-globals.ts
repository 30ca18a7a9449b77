/**
 * Classes and functions that tensors and state dicts need, from the list of PyTorch's `torch.load(weights_only=True)`.
 */
const safeNamesByModule: Readonly<Record<string, RegExp>> = {
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
 * Whether an import of a pickle is needed by tensors. Every other import counts as unsafe, because no list of dangerous
 * imports is complete.
 */
export function isSafeImport(module: string, name: string): boolean {
  return Object.hasOwn(safeNamesByModule, module) && safeNamesByModule[module]!.test(name);
}
