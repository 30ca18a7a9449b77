import type { Text } from '../../language.ts';
import { isolate } from '../../isolate.ts';
import { checklist } from '../validation/checklist.ts';
import { statements } from '../validation/compliance.ts';
import { robustness } from '../validation/robustness.ts';
import { engine } from '../device/engine.ts';
import { format } from '../format.ts';
import { gateResults } from '../gates/gate-results.ts';
import { sinceHallmark } from './since-hallmark.ts';
import { tasks } from '../run/tasks.ts';

const { whole } = format;

const levels = { 'self-attested': '自证', reproduced: '已复现' };

export const hallmark: Text['hallmark'] = {
  title: '验证印记',
  lead: '印记是经过签名的门禁结果：哪个模型在哪些数据和设备上通过了哪些限值。验证在本机进行，不需要服务器。',
  open: '印记文件的链接或内容',
  openHelp: '粘贴含 #/h/ 的链接，选择 .hallmark.json 文件，或把文件拖到本页任意位置。',
  verify: '验证',
  choose: '选择文件',
  reading: '正在验证印记',
  titleWithModel: (model) => `${isolate(model)} 的印记`,

  verdict: {
    label: '结论',
    valid: '签名有效',
    marks: { pass: '通过', fail: '未通过', undecided: '未定' },
    sentence: gateResults.verdict,
    grade: gateResults.grade,
    levels: {
      'self-attested': '自证：由一台设备自行上报。',
      reproduced: '已复现：用另一把密钥签名的运行与之一致。但同一个人可能持有两把密钥。',
    },
    wrongClock: '其中某次运行的日期早于 2025 年或在未来，说明某台设备的时钟有误，也可能是本设备。',
    levelMarks: levels,
  },

  facts: {
    label: '签名的内容',
    model: '模型',
    task: '任务',
    data: '带标注的数据集',
    taskName: (task) => (tasks as Readonly<Record<string, { title: string }>>)[task]?.title ?? isolate(task),
    items: '打分的样本',
    time: (at) => format.date(at),
    baseline: '基线模型',
    baselineFile: '基线模型的文件',
    parent: '来源模型',
    recipe: '配方',
    gateFile: '门禁文件',
    gateFileValue: (sha256, readAt) => `${sha256}，读取于 ${format.date(readAt)}`,
    engine: '引擎',
    machine: '设备',
    method: '测量方法版本',
    startedAt: '运行开始',
    app: 'Assay 版本',
    hostileInputs: '异常输入',
    hostileOutcomes: (results) =>
      results
        .map(({ input, outcome }) => `${robustness.hostile.inputs[input]}：${robustness.hostile.outcomes[outcome]}`)
        .join('；'),
    statement: (id) => `${statements[id]}（声明）`,
    stated: (stated) => isolate(stated),
    key: '密钥',
    resource: (name, sha256, sizeBytes) =>
      `${isolate(name)}（${sizeBytes === undefined ? '' : `${whole(sizeBytes)} 字节，`}SHA-256 ${sha256}）`,
    dataItems: ({ items, failed, notRun, sample, baselineIsGroundTruth }) =>
      [
        sample ? `${whole(items)} 个，从 ${whole(sample.of)} 个中随机抽取` : `${whole(items)} 个`,
        ...(failed > 0 ? [`${whole(failed)} 个无法读取或运行`] : []),
        ...(notRun > 0 ? [`${whole(notRun)} 个没有运行`] : []),
        ...(baselineIsGroundTruth ? ['以基线模型的预测作为标注'] : []),
      ].join('；'),
    engineOf: ({ target }) =>
      `${engine.names[target.engine]} ${isolate(target.version)}（${engine.devices[target.device]}，${engine.threads(target.threads)}）`,
    machineOf: ({ environment }) =>
      `${isolate(environment.kind === 'page' ? environment.browser : environment.cpu)}，${isolate(environment.os)}，${whole(environment.cores)} 个逻辑核心`,
  },

  gates: {
    title: '门禁',
    caption: '各门禁的结果',
    columns: gateResults.markdown.columns,
    name: (result) => isolate(gateResults.title(result)),
    outcome: gateResults.state,
    measured: (result) => isolate(gateResults.measured(result)),
    limit: gateResults.required,
  },

  monitoring: {
    title: '使用中需要监控',
    lead: '即使模型不变，这些已签署的限值以后也可能被超过。Assay 中的部署会监视它们。',
    caption: '需要监控的限值及方式',
    columns: ['门禁', '限值', '监控方式'],
    by: {
      alerts: '针对每次运行的告警规则',
      labels: '由人标注的输入，以及其间的估计准确率',
      companion: '配套程序的指标',
    },
    drift: ['输入的漂移', '无', '与模型运行良好时的输入比较'],
  },

  checklist: {
    title: '上线检查清单',
    lead: '已签署的条目由署名者声明，并非测得；其余条目由上面的门禁和摘要得出。',
    caption: '上线检查清单中已有定论的条目',
    texts: () => checklist,
  },

  sinceHallmark: () => sinceHallmark,

  reproduced: {
    title: '在其他设备上的运行',
    none: '此印记还没有副署。任何拥有该模型、数据和门禁文件的人，都可以在 Assay 中重新运行并添加签名。',
    sentence: (isReproduced) => (isReproduced ? '已复现。' : '未复现。'),
    agreement: {
      agrees: '一致',
      differs: '不一致',
      device: '在该设备上结果不同',
      'not-compared': '未比较',
    },
    columns: { gate: '门禁', first: '印记', other: '此次运行', agreement: '比较' },
    missing: '缺失',
    caption: (machine) => `在 ${machine} 上的结果`,
  },

  reproduce: {
    start: '复现此结果',
    looking: '正在查找模型',
    help: '以相同的任务、门禁和抽样打开“评测”。你需要相同的模型和数据。',
    unknownTask: '当前版本的 Assay 无法重新运行：不支持该任务。',
    title: (model) => `复现 ${isolate(model)} 的印记`,
    lead: '如果你的运行使用相同的模型、数据和门禁文件，且结果一致，就可以在结论下方为该印记副署。',
    component: '项目',
    expected: '印记中',
    state: '此处',
    caption: '须与原运行一致的内容',
    components: { model: '模型', baseline: '基线模型', gates: '门禁文件', data: '数据' },
    states: {
      same: '相同',
      other: '不同：请选择 SHA-256 与此相同的文件。',
      missing: '未选择。',
      pending: '运行后比较。',
      additional: '当时测量的模型没有此文件。',
    },
  },

  meaning: {
    title: '印记能证明什么，不能证明什么',
    proves: '能证明',
    proofs: (keyId, level) => [
      `自用密钥 ${keyId.slice(0, 16)}… 签名以来，内容没有改变。`,
      '结果由所签名的限值得出。请在下面比对你的门禁文件，确认限值相同。',
      ...(level === 'reproduced' ? ['另一把密钥的持有者签名了与之一致的结果。'] : []),
    ],
    doesNotProve: '不能证明',
    limits: (level) => [
      '数值属实。它们由设备自行上报，而设备的主人可以更改其上的任何软件。',
      '由谁签名。密钥不是姓名：请与对方告知你的密钥 ID 比对。',
      '何时签名。所有时间都取自设备的时钟。',
      ...(level === 'reproduced'
        ? ['有第二个人或第二台设备参与：同一个人可能持有两把密钥，自己运行两次，甚至编造两次。']
        : []),
    ],
  },

  files: {
    title: '核对你自己的文件',
    lead: '把你手头的模型或门禁文件与当时测量的文件比对。文件只在本设备上读取，不会上传。',
    choose: '选择模型或门禁文件',
    checking: (file) => `正在计算 ${isolate(file)} 的 SHA-256`,
    model: (file, name) =>
      file === name
        ? `${isolate(file)} 就是当时测量的文件。`
        : `${isolate(file)} 就是当时测量的文件 ${isolate(name)}。`,
    gates: (file) => `${isolate(file)} 是此印记的门禁文件。`,
    baseline: (file) => `${isolate(file)} 是此印记的基线模型。`,
    other: ({ file, sha256, expected }) =>
      expected
        ? `${isolate(file)} 不是当时测量的同名文件。其 SHA-256 为 ${sha256}；当时测量的文件${expected.sizeBytes === null ? '' : `（${whole(expected.sizeBytes)} 字节）`}为 ${expected.sha256}。`
        : `${isolate(file)} 不是此印记的文件。其 SHA-256 为 ${sha256}。`,
    complete: '当时测量的模型的所有文件均已找到。',
    missing: (names) => `未核对：${format.list(names.map(isolate))}。`,
  },

  stored: {
    title: '保存在此浏览器中',
    item: (model, date) => `${isolate(model)}，${date}`,
    summary: (verdict, level, isReceived) =>
      [gateResults.states[verdict], levels[level], ...(isReceived ? ['收到的'] : [])].join('，'),
    delete: '删除',
    deleted: (model) => `已删除 ${isolate(model)} 的印记。`,
    undo: '撤销',
    deleteNamed: (model) => `删除 ${isolate(model)} 的印记`,
  },

  sign: {
    title: '印记',
    lead: '签名后，任何改动都能被发现。不会发送任何内容：签名在此浏览器中完成。',
    countersignLead: (model) => `此次运行与 ${isolate(model)} 的印记一致。添加你的签名，表明结果已被复现。`,
    key: '密钥',
    keys: { device: '此浏览器的密钥', fresh: '为此印记新建密钥' },
    keyHelp: {
      device: '用它签名的所有印记具有相同的密钥 ID，因此任何人都能看出它们来自同一浏览器。',
      fresh: '任何人都无法通过密钥把此印记与其他印记联系起来。私钥在签名后即丢弃。',
    },
    preview: '将要签名的全部内容',
    previewHelp: '拥有链接的人都能看到：文件名、摘要、数值、浏览器和操作系统。',
    sign: '签名',
    countersign: '副署',
    signing: '正在签名',
    saved: '已保存在本设备上，可以分享。',
    notSaved: '印记未能保存在此浏览器中。请复制其链接或保存为文件，否则会丢失。',
    share: '分享印记',
    saveFile: '保存为文件',
    saveBadge: '保存徽章（SVG）',
    open: '打开印记',
    linkLength: (characters) => `链接共 ${characters} 个字符，包含完整的印记。`,
  },

  badge: {
    name: '印记',
    text: ({ verdict, grade }, level) =>
      [
        gateResults.states[verdict],
        ...(verdict === 'pass' && grade !== null ? [`≥ 基线的 ${grade / 10}%`] : []),
        ...(level === 'reproduced' ? [levels.reproduced] : []),
      ].join(' · '),
    title: (model, says) => `${model} 的印记：${says}。自行上报。`,
  },
};
