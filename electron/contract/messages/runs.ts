import { breakdownWords } from '../breakdown-words';

/** Trainings, their checkpoints, and the looks drawn from them. */
export const runMessages = {
  'run.none': 'There is no run {run} in this project.',
  'run.inTheWay': '{folder} is in the way. Move it out of the project and start again.',
  'run.doneAlready': '{run} has done {step} steps already; ask for more than that.',
  'run.doneThere': '{run} had done {step} steps there already; ask for more than that.',
  'run.trainingAlready': '{run} is training already.',
  'run.notTraining': '{run} is not training now.',
  'run.notPaused': '{run} is not paused. Pause it before its memory can be freed.',
  'run.noCheckpoint': '{run} has no checkpoint yet. Let it train a little longer.',
  'run.noCheckpointOf': '{run} has no checkpoint of step {step}. There are: {known}.',
  'run.holdsRun': '{folder} holds a run already. Resume it, or start a new one.',
  'run.noStep': '{run} has not done a step yet.',
  'run.nothingToExport': '{run} has done no step yet: there is nothing to export.',
  'run.oneSample': '{run} has only one sample picture so far. Let it train a little longer.',
  'run.noSamples': '{run} has no sample pictures so far. Let it train a little longer.',
  'run.noCurve': '{file} holds no finished step yet: there is no curve to draw.',
  'run.otherSettings': 'This run cannot go on with another {names}. Start a new run for that.',
  'run.memory':
    'This training needs about {needed} MiB of memory but the machine has {available}. Choose a smaller batch, width or picture size.',
  'run.brokeDown': `${breakdownWords} at step {step}: {what}. {good} Start again with a smaller learning rate.`,
  'breakdown.noCheckpoint': 'There is no earlier checkpoint.',
  'breakdown.checkpoint': 'The last good checkpoint is of step {step}.',
  'breakdown.weights': '{name} is no longer finite',
  'breakdown.losses': 'lossD is {lossD} and lossG {lossG}',
  'run.augments':
    'The photos have been seen {passes} times. From here on real and generated pictures are moved at random (augmentation), so that they are not learned by heart.',
  'run.parts': 'A batch of {batch} cannot pass in parts of {parts}. Choose a microBatch that divides the batch, or 0.',

  'checkpoint.damaged': '{path} is damaged: {why}.',
  'checkpoint.passedOver': '{damage} The checkpoint before it was taken.',
  'checkpoint.allDamaged': 'All {count} checkpoints in {folder} are damaged. Start a new run.',
  'checkpoint.otherVersion': 'The file is no checkpoint that this version can read.',
  'checkpoint.noArray': 'The checkpoint of step {step} has no proper array {name}.',
  'checkpoint.gone':
    '{folder} has no checkpoint of step {step} any more, and no look of it was kept. Choose another step.',
  'damage.tooShort': 'it is too short',
  'damage.headerShort': 'its header is not all there',
  'damage.hash': 'it is not what was written',
  'damage.header': 'its header cannot be read',
  'damage.type': 'the type {type} of {name} is not known',
  'damage.part': '{name} is not all there',
  'damage.noGenerator': 'it holds no generator of this version',

  'gallery.twoLooks': 'An interpolation needs two looks: say which with from and to.',
  'gallery.notDrawn': 'The look {recipe} was not drawn.',
  'gallery.noCard':
    "{file} carries no seed card. Only a look's own PNG file does, as the studio wrote it; a picture that was edited or sent through another program has lost it.",
  'gallery.needsBoth': 'A comparison needs at least one real and one generated picture.',
  'gallery.sizes':
    '{file} has {width} x {height} pixels where the first picture has {firstWidth} x {firstHeight}. An animation needs pictures of one size.',
  'recipe.wrong':
    '"{text}" is no recipe of a look: expected {expected} at character {place}. A recipe looks like 7#3, mix(7#3,7#9,0.5) or vary(7#3,12,0.35).',
  'recipe.characters': 'at most {count} characters',
  'recipe.generations': 'at most {count} generations',
  'recipe.seed': 'a seed',
  'recipe.first': 'a seed, mix( or vary(',
  'recipe.look': 'the number of a look',
  'recipe.share': 'a number from 0 to 1',
  'recipe.word': '"{word}"',
  'recipe.end': 'the end',
  'measure.tooFew': '{name} has too few photos to measure looks against them.',
} as const;
