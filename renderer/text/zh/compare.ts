import type { compare as english } from '../en/compare';

export const compare: Record<keyof typeof english, string> = {
  'compare.emptyTitle': '还没有可对比的内容',
  'compare.emptyText': '先训练一个生成器，它的造型会和真实造型并排放在这里。',
  'compare.goTrain': '去训练',
  'compare.real': '真实',
  'compare.generated': '生成',
  'compare.realAlt': '真实造型 {number}',
  'compare.generatedAlt': '生成造型 {number}',
  'compare.run': '训练',
  'compare.count': '数量',
  'compare.seed': '种子',
  'compare.seedHint': '种子相同，造型相同',
  'compare.shuffle': '换一批',
  'compare.saveCurve': '损失曲线',
  'compare.savePicture': '保存对比图',
  'compare.drawing': '正在绘制',
  'compare.picture': '真实与生成的并排对比',
  'compare.curve': '损失曲线',
  'compare.savedAt': '已保存为 {file}',
  'compare.seedCard': '种子 {seed}，第 {index} 个',
  'compare.smooth': '平滑',
};
