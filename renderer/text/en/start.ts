/** The first screen, projects and the folder picker. */
export const start = {
  'start.title': 'From a folder of photos to looks that nobody has sewn',
  'start.text':
    'Import fashion photos, let the studio find the garments, correct what it got wrong, and train a generator on your own collection. Everything stays on this machine.',
  'start.createText': 'A folder that keeps boxes, datasets and trainings. Your photos stay where they are.',
  'start.openText': 'Go on where you left off.',
  'start.samples': 'Try the sample collection',
  'start.samplesText': '240 drawn runway pictures, made here in a minute or two, free to use.',
  'start.sampleName': 'Sample collection',

  'start.drop': 'Or drop a folder of photos anywhere on this window.',
  'start.noProject': 'No project is open',
  'start.noProjectText': 'Create or open a project first.',

  'project.menuOf': 'Project: {name}',
  'project.create': 'New project',
  'project.open': 'Open project',
  'project.close': 'Close project',
  'project.recent': 'Recent projects',
  'project.name': 'Name',
  'project.namePlaceholder': 'Spring collection',
  'project.where': 'Where',
  'project.which': 'Which folder',
  'project.willCreate': 'The project will be kept in {folder}',
  'project.willOpen': 'Opens {folder}',
  'project.thenImport': 'The photos need a project to be in. Their import begins as soon as it is there.',
  'project.createNow': 'Create project',
  'project.openNow': 'Open project',

  'folder.path': 'Folder',
  'folder.up': 'One folder up',
  'folder.empty': 'No folders in here',
  'folder.folders': 'Folders',
  'folder.pictures': '{count:picture|pictures} in this folder',
  'folder.project': 'Project',
  'folder.browse': 'Choose in a dialog',

  'drop.here': 'Drop photos or folders to import them',
  'drop.browser': 'A browser does not say where a dropped file lies',
  'drop.browserText': 'Choose the folder here instead.',
} as const;
