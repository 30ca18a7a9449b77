/** The kinds of operators, which determine their colours in a drawing. */
export const operatorGroups = [
  'product',
  'activation',
  'normalisation',
  'arithmetic',
  'reduction',
  'layout',
  'quantisation',
  'other',
] as const;
export type OperatorGroup = (typeof operatorGroups)[number];

/**
 * Patterns of the operator names of ONNX, TFLite and TensorFlow, in lower case without underscores; the first match
 * applies.
 */
const patterns: readonly (readonly [OperatorGroup, RegExp])[] = [
  ['product', /conv|matmul|gemm|fullyconnected|dense|lstm|gru|rnn|attention|einsum|^layer$/],
  ['quantisation', /quanti[sz]e|^dequant|fakequant/],
  ['normalisation', /norm|^lrn$|fusedbatch/],
  ['reduction', /pool|reduce|^mean$|^sum$|^max$|^min$|^prod$|arg(max|min)|topk|cumsum|nonmaxsuppression/],
  ['activation', /relu|sigmoid|softmax|tanh|elu$|swish|logistic|softplus|softsign|mish|clip|hardmax|^erf$|selu|celu/],
  [
    'layout',
    /reshape|transpose|concat|slice|split|gather|scatter|squeeze|flatten|expand|pad|tile|pack|shape|resize|upsample|depthtospace|spacetodepth|batchtospace|spacetobatch|cast|identity|reverse|broadcast|^size$|range|fill|onehot|constantofshape/,
  ],
  [
    'arithmetic',
    /add|sub|mul|div|pow|sqrt|exp|log|abs|neg|floor|ceil|round|equal|greater|less|^and$|^or$|^not$|where|select|maximum|minimum|mod|sin|cos|square|reciprocal|bias/,
  ],
];

export function findOperatorGroup(operator: string): OperatorGroup {
  const name = operator
    .slice(operator.lastIndexOf(':') + 1)
    .toLowerCase()
    .replaceAll('_', '')
    .replace(/(v\d+|\d+d?)$/, '');
  return patterns.find(([, pattern]) => pattern.test(name))?.[0] ?? 'other';
}
