import type { Settings } from '../contract/api/system';

export type ShellLanguage = 'en' | 'zh';

/** What the shell itself says, outside the page: menu and notifications. */
const texts = {
  en: {
    file: 'File',
    edit: 'Edit',
    view: 'View',
    window: 'Window',
    help: 'Help',
    createProject: 'New project',
    openProject: 'Open project',
    closeProject: 'Close project',
    import: 'Import photos',
    settings: 'Settings',
    library: 'Library',
    review: 'Review',
    dataset: 'Dataset',
    train: 'Train',
    compare: 'Compare',
    shortcuts: 'Keyboard shortcuts',
    doctor: 'Check this machine',
    logs: 'Show log files',
    about: 'About DeepStyle Studio',
    opened: 'Click to look at it',
    jobs: {
      'images.import': ['Photos imported', 'Import failed'],
      'images.addSamples': ['Sample collection drawn', 'Drawing the samples failed'],
      'images.findDuplicates': ['Near copies looked for', 'Looking for near copies failed'],
      'detections.run': ['Garments found', 'Detection failed'],
      'crops.export': ['Crops exported', 'Export of crops failed'],
      'datasets.freeze': ['Dataset frozen', 'Freezing the dataset failed'],
      'runs.start': ['Training finished', 'Training failed'],
      'runs.measure': ['Looks measured', 'Measuring the looks failed'],
      'gallery.generate': ['Looks generated', 'Generating looks failed'],
      'gallery.export': ['Export finished', 'Export failed'],
      'system.doctor': ['This machine was checked', 'Checking this machine failed'],
    },
  },
  zh: {
    file: '文件',
    edit: '编辑',
    view: '视图',
    window: '窗口',
    help: '帮助',
    createProject: '新建项目',
    openProject: '打开项目',
    closeProject: '关闭项目',
    import: '导入照片',
    settings: '设置',
    library: '图库',
    review: '审核',
    dataset: '数据集',
    train: '训练',
    compare: '对比',
    shortcuts: '键盘快捷键',
    doctor: '检查这台电脑',
    logs: '显示日志文件',
    about: '关于 DeepStyle Studio',
    opened: '点击查看',
    jobs: {
      'images.import': ['照片已导入', '导入失败'],
      'images.addSamples': ['示例已绘制', '示例绘制失败'],
      'images.findDuplicates': ['相似照片已查找完毕', '查找相似照片失败'],
      'detections.run': ['服装检测已完成', '检测失败'],
      'crops.export': ['裁切已导出', '裁切导出失败'],
      'datasets.freeze': ['数据集已冻结', '数据集冻结失败'],
      'runs.start': ['训练已完成', '训练失败'],
      'runs.measure': ['造型已测量', '造型测量失败'],
      'gallery.generate': ['造型已生成', '生成失败'],
      'gallery.export': ['导出已完成', '导出失败'],
      'system.doctor': ['电脑检查已完成', '电脑检查失败'],
    },
  },
} as const;

export type ShellTexts = (typeof texts)[ShellLanguage];

/** @param locale of the system, as `zh-CN` */
export function shellTexts(setting: Settings['language'], locale: string): ShellTexts {
  const language: ShellLanguage =
    setting === 'system' ? (locale.toLowerCase().startsWith('zh') ? 'zh' : 'en') : setting;
  return texts[language];
}
