import type { start as english } from '../en/start';

export const start: Record<keyof typeof english, string> = {
  'start.title': '从一文件夹照片，到无人缝制过的造型',
  'start.text':
    '导入时装照片，让工作室找出服装，改正它看错的地方，再用你自己的收藏训练一个生成器。一切都留在这台电脑上。',
  'start.createText': '一个文件夹，保存边框、数据集和训练。照片留在原处不动。',
  'start.openText': '从上次停下的地方继续。',
  'start.samples': '试用示例图集',
  'start.samplesText': '240 张绘制的秀场图，一两分钟即可生成，可自由使用。',
  'start.sampleName': '示例图集',

  'start.drop': '也可以把一文件夹照片拖到窗口任意处。',
  'start.noProject': '还没有打开项目',
  'start.noProjectText': '请先新建或打开一个项目。',

  'project.menuOf': '项目：{name}',
  'project.create': '新建项目',
  'project.open': '打开项目',
  'project.close': '关闭项目',
  'project.recent': '最近的项目',
  'project.name': '名称',
  'project.namePlaceholder': '春季系列',
  'project.where': '位置',
  'project.which': '哪个文件夹',
  'project.willCreate': '项目将保存在 {folder}',
  'project.willOpen': '将打开 {folder}',
  'project.thenImport': '照片要放在一个项目里。项目建好后随即开始导入。',
  'project.createNow': '建立项目',
  'project.openNow': '打开项目',

  'folder.path': '文件夹',
  'folder.up': '上一级',
  'folder.empty': '这里没有文件夹',
  'folder.folders': '文件夹列表',
  'folder.pictures': '此文件夹有 {count} 张图片',
  'folder.project': '项目',
  'folder.browse': '用系统对话框选择',

  'drop.here': '松手即可导入照片或文件夹',
  'drop.browser': '浏览器不会告知拖入文件的位置',
  'drop.browserText': '请在这里选择文件夹。',
};
