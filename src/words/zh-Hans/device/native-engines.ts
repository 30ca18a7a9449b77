import type { Text } from '../../language.ts';
import type { PackageId, PackageState } from '#core/engine/engine-package.ts';
import type { EngineListing } from '#protocol/companion-messages.ts';
import { engine as engineWords } from './engine.ts';
import { enginePackages } from './engine-packages.ts';
import { hardwareFacts } from './hardware.ts';

/** How to change the permission, which only Firefox and Chromium-based browsers have. */
const chromium = ['点击地址左侧的图标。', '把“设备上的应用”（旧版本中为“本地网络访问”）设为“允许”。'];
const firefox = ['点击地址左侧的图标。', '移除对“访问此设备上的应用和服务”的阻止。'];

export const nativeEngines: Text['nativeEngines'] = {
  title: '原生引擎',
  lead: 'Assay 的配套程序运行在这台电脑上，在浏览器之外用 ONNX Runtime、OpenVINO、LiteRT 和 llama.cpp 运行模型，且只接受来自本机的连接。',

  connection: {
    title: '连接',
    states: {
      none: '未连接',
      waiting: '等待你的许可',
      connecting: '正在连接',
      connected: '已连接',
      unreachable: '无法连接',
      denied: '被浏览器阻止',
    },
    connecting: '正在连接配套程序',
    connected: (address, version) => `已连接到 ${address} 的配套程序 ${version}。`,
    tokenScope: '本页面由配套程序自身提供，因此无需配对。',
    pairedScope: (origin) =>
      `${origin} 已与它配对。在这台电脑上运行“npm run assay -- pair ls”可列出并移除已配对的页面。`,
    waiting: '本页面已与配套程序配对。连接这台电脑之前，浏览器会先询问你。',
    connect: '连接',
    retry: '重试',
    forget: '忘记此配套程序',
    rotate: '更换本页面的密钥',
    rotateNote: '本页面以新密钥保持配对，旧密钥从此失效。',
    forgetNote: '从此浏览器中移除本页面的密钥。再次连接需要新的配对码。',
  },

  paired: '已配对：本页面现在可以使用这台电脑的原生引擎。',
  usedLink: {
    title: '此链接已使用过',
    text: '“npm start”打开的链接只能配对一个页面，且只能使用一次，以免他人在你之后使用。请重新运行“npm start”获取新链接：配套程序会继续运行，新打开的页面即已配对。',
  },

  pairing: {
    ownTitle: '打开已配对的页面',
    own: '本页面由这台电脑提供。请重新启动配套程序（即使它正在运行）：它会打开一个已配对的页面。',
    title: '配对本页面',
    lead: (origin) => `尚未连接这台电脑上的任何程序。按以下步骤操作后，只有 ${origin} 可以使用配套程序，其他网站不能。`,
    start: '在 Assay 的文件夹中启动配套程序：',
    pair: '在另一个终端中等待本页面：',
    click: '点击“连接”。',
    willAsk: '浏览器随后会询问是否允许此网站访问本设备上的应用，请选择“允许”。',
    mayAsk: '如果浏览器询问是否允许此网站访问本设备上的应用，请允许。',
    port: '端口',
    portHint: '默认为 7319，除非配套程序以其他端口启动。',
    waiting: '正在等待配套程序。如果浏览器询问，请选择“允许”。',
    notFound: '此端口没有响应，或配套程序没有在等待本页面。请确认两个命令都在运行，且端口与第一个命令显示的一致。',
    code: '配对码',
    codeHint: '终端会在本页面的地址旁显示它。只能使用一次，两分钟内有效。',
    prove: '配对',
    proving: '正在核对配对码',
    wrongCode: (triesLeft) => `配对码错误。请与终端中的配对码核对。还可尝试 ${triesLeft} 次。`,
    tooManyTries: '配对码已输错五次，因此失效。请重新运行第二个命令，然后连接。',
    expired: '配对码已失效。请重新运行第二个命令，然后连接。',
    otherProgram: (port) =>
      `端口 ${port} 上的程序不知道配对码，因此不是你的配套程序。它没有获知任何信息。请结束它，或用“PORT=7320 npm start”在其他端口上启动配套程序。`,
  },

  denied: {
    title: '浏览器阻止此网站访问这台电脑',
    text: '之前曾拒绝过该权限，可能是因为关闭了询问窗口。页面无法再次询问，但你可以更改：',
    steps: (browser) => (browser.startsWith('Firefox') ? firefox : chromium),
    after: '更改后本页面会自动察觉。如果没有，请重新加载。',
    instead: '也可以用“npm start”启动配套程序，使用它打开的页面：该页面不需要权限。',
  },

  engines: {
    title: '这台电脑上的引擎',
    none: '连接配套程序后，即可查看这台电脑有哪些引擎。',
    reading: '正在向各引擎查询设备',
    refresh: '刷新',
    states: {
      ready: '就绪',
      missing: '未安装',
      'wrong-version': '版本不符',
      'no-device': '没有设备',
      'unsupported-platform': '不可用',
      failed: '失败',
    },
    name: (engine) => (isPackage(engine) ? enginePackages.names[engine] : engine),
    purpose: (engine) => (isPackage(engine) ? enginePackages.purposes[engine] : null),
    isTool: (engine) => engine === 'pnnx',
    groups: {
      addable: (count) => `可添加的引擎（${count}）`,
      notHere: (count) => `不适用于这台电脑（${count}）`,
      tools: (count) => `工具（${count}）`,
    },
    noneInstalled: '尚未安装引擎。',
    benchmark: '在此做基准测试',
    devices: '设备',
    device: (device, name, provider) =>
      `${engineWords.devices[device]}（${provider === undefined ? name : `${name}，提供程序 ${provider.replace(/ExecutionProvider$/, '')}`}）`,
    message({ state, facts }) {
      if (state === 'ready' || state === 'missing') return null;
      if (state === 'failed') return `已安装，但无法加载：${String(facts['why'] ?? facts['code'])}`;
      return enginePackages.message(packageState(state, facts));
    },
    command({ engine, state, facts }) {
      if (!isPackage(engine)) return null;
      if (state === 'failed') return enginePackages.action(engine, { state: 'missing' });
      if (state !== 'missing' && state !== 'wrong-version') return null;
      return enginePackages.action(engine, packageState(state, facts));
    },
    run: '要添加它，请在 Assay 的文件夹中运行：',
    repair: '要重新安装它，请在 Assay 的文件夹中运行：',
    providers: '更多安装包（例如 ONNX Runtime 的提供程序）可用以下命令列出：',
  },

  models: {
    title: '这台电脑上的模型',
    lead: '配套程序的“models”文件夹中的模型文件，以及它所连接的服务器上的模型。“运行”“对话”“基准测试”和“评测”页可在“选择模型”中打开它们，无需向配套程序发送任何文件。',
    none: '还没有模型。请把 ONNX、TFLite 或 GGUF 文件放入该文件夹，或添加服务器：',
    addServer: 'npm run assay -- server add NAME URL',
    locations: { companion: '在文件夹中', server: '在服务器上' },
    chat: (name) => `与 ${name} 对话`,
    bench: (name) => `对 ${name} 做基准测试`,
    actions: { chat: '对话', bench: '基准测试' },
    noEngine: '没有能运行它的引擎',
  },

  machine: {
    title: '这台电脑',
    caption: '与“npm run assay -- device --target companion”显示的信息相同。',
    grid: '用电的碳强度（g CO2e/kWh）',
    gridHint:
      '可向供电公司或电网运营商查询。填写后，在这台电脑上测得能耗的运行，其报告会包含碳排放。留空则不报告排放。',
    reading: '正在读取这台电脑的硬件信息',
    facts: hardwareFacts,
    none: '无',
  },

  compare: {
    title: '用页面还是原生引擎？',
    text: '让同一个模型在本页面和各个原生引擎中依次运行，对比速度和回答。',
    link: '用一个模型对比',
  },
};

/** A newer companion may have engines that this page does not know. */
function isPackage(engine: string): engine is PackageId {
  return engine in enginePackages.names;
}

function packageState(
  state: Exclude<EngineListing['state'], 'ready' | 'failed'>,
  facts: EngineListing['facts'],
): PackageState {
  return { state, ...facts } as PackageState;
}
