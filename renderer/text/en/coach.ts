/** What the coach says of a training: a sentence a finding, the rule behind it, and the button that helps. */
export const coach = {
  'coach.label': 'What the curves mean',
  'coach.why': 'Why',
  'coach.rule': 'The rule',
  'coach.seen': 'What was seen',
  'coach.also': 'Also seen',
  'coach.starting': 'The training is about to make its first step.',
  'coach.early': 'It is early: until about step {until} the losses swing and mean little.',
  'coach.healthy': 'A fair fight: neither network wins, so both go on learning.',
  'coach.discriminator-winning': 'The discriminator is winning. This usually recovers by step {by}.',
  'coach.discriminator-won':
    'The discriminator has won: since step {since} it tells nearly every look from a photo, so the generator learns little.',
  'coach.discriminator-lost': 'The discriminator is worse than a coin, so the generator learns nothing from it.',
  'coach.augmenting':
    'Since step {since} pictures are moved at random, so that the discriminator looks at clothes again in place of photos that it knows.',
  'coach.collapse': 'The generator draws nearly one look: its looks vary {share} as much as the photos do.',
  'coach.improving':
    'The looks are getting better: their distance to the photos fell from {before} at step {beforeStep} to {distance} at step {step}.',
  'coach.plateau': 'The looks have not become better since step {bestStep}. Going on may still help a little.',
  'coach.worsening': 'The looks have been getting worse since step {bestStep}. That checkpoint is kept.',
  'coach.overfitting':
    'The looks grow less original: {closeShare} of them lie nearer to a training photo than photos that the network never saw usually do.',
  'coach.copying':
    'The looks begin to repeat photos: {closeShare} of them lie nearer to a training photo than photos that the network never saw usually do.',
  'coach.not-finite': 'The numbers broke down after step {step}. The last good checkpoint is of step {saved}.',
  'coach.done': 'Ended at step {step}. Compare the looks with the photos.',
  'coach.doneBest': 'Ended at step {step}. The best looks are those of step {bestStep}, at a distance of {distance}.',

  'coach.starting.past': 'It ended before its first step.',
  'coach.early.past': 'It ended early: before about step {until} the losses swing and mean little.',
  'coach.healthy.past': 'It was a fair fight: neither network was winning when it ended.',
  'coach.discriminator-winning.past':
    'The discriminator was winning when it ended. Where a run goes on, this usually recovers by step {by}.',
  'coach.discriminator-won.past':
    'The discriminator had won: from step {since} on it told nearly every look from a photo, so the generator learned little.',
  'coach.discriminator-lost.past': 'The discriminator was worse than a coin, so the generator learned nothing from it.',
  'coach.augmenting.past':
    'From step {since} on pictures were moved at random, so that the discriminator looked at clothes again in place of photos that it knew.',
  'coach.collapse.past': 'The generator drew nearly one look: its looks varied {share} as much as the photos do.',
  'coach.improving.past':
    'The looks were still getting better: their distance to the photos fell from {before} at step {beforeStep} to {distance} at step {step}.',
  'coach.plateau.past': 'The looks had not become better since step {bestStep}.',
  'coach.worsening.past': 'The looks became worse after step {bestStep}. That checkpoint is kept.',
  'coach.overfitting.past':
    'The looks had grown less original: {closeShare} of them lie nearer to a training photo than photos that the network never saw usually do.',
  'coach.copying.past':
    'The looks had begun to repeat photos: {closeShare} of them lie nearer to a training photo than photos that the network never saw usually do.',

  'coach.starting.rule': 'Nothing was measured yet.',
  'coach.early.rule': 'The balance is judged over 200 steps, and from step 400 on.',
  'coach.healthy.rule':
    'Over the last 200 steps D(x) and D(G(z)) are less than 0.85 apart and the discriminator does better than a coin.',
  'coach.discriminator-winning.rule':
    'D(x) and D(G(z)) are more than 0.85 apart. Healthy runs on fashion photos keep between 0.2 and 0.75, and an early lead melts within about 600 steps.',
  'coach.discriminator-won.rule':
    'The lead of more than 0.85 has lasted longer than it usually does, or the discriminator’s loss was below 0.04 over 200 steps.',
  'coach.discriminator-lost.rule':
    'Over 200 steps the discriminator’s loss is more than 1.5 times what guessing would give.',
  'coach.augmenting.rule':
    'The photos have been seen as often as the setting “Augmentation after” says, within the last 400 steps. D(x) and D(G(z)) then come closer at once.',
  'coach.collapse.rule': 'The looks of the sample grid vary less than a quarter as much as the photos, pixel by pixel.',
  'coach.improving.rule': 'The last measured distance is the smallest so far, and at least 3 % below the one before.',
  'coach.plateau.rule': 'Four measurements or more have brought no smaller distance.',
  'coach.worsening.rule': 'Two measurements in a row were more than 10 % above the smallest distance.',
  'coach.overfitting.rule':
    'In two measurements in a row more than 10 % of the looks are nearer to a training photo than 95 % of held-out photos, where 5 % would be chance, and the copying score is below -2.',
  'coach.copying.rule':
    'More than 20 % of the looks are nearer to a training photo than 95 % of held-out photos, where 5 % would be chance.',
  'coach.not-finite.rule': 'A loss or a weight was no longer a finite number. Smaller steps help.',
  'coach.done.rule': 'The best checkpoint is the one whose looks are nearest to the photos.',

  'evidence.dReal': 'D(x)',
  'evidence.dFake': 'D(G(z))',
  'evidence.lossD': 'Discriminator loss',
  'evidence.lossG': 'Generator loss',
  'evidence.chance': 'Loss of a coin',
  'evidence.steps': 'Steps looked at',
  'evidence.step': 'Step',
  'evidence.since': 'Since step',
  'evidence.by': 'Usually over by step',
  'evidence.until': 'Judged from step',
  'evidence.share': 'Variety',
  'evidence.distance': 'Distance',
  'evidence.before': 'Distance before',
  'evidence.beforeStep': 'Measured at step',
  'evidence.best': 'Smallest distance',
  'evidence.bestStep': 'Best step',
  'evidence.increase': 'Increase',
  'evidence.measured': 'Measurements since',
  'evidence.closeShare': 'Near copies',
  'evidence.copyingScore': 'Copying score',
  'evidence.epoch': 'Times each photo was seen',
  'evidence.gap': 'D(x) - D(G(z)) since then',
  'evidence.gapBefore': 'D(x) - D(G(z)) before',
  'evidence.saved': 'Last checkpoint',

  'remedy.lower-learning-rate': 'Start again with half the rate',
  'remedy.lowerFrom': 'Go on from step {step} with half the rate',
  'remedy.go-back-to-checkpoint': 'Go back to step {step}, half the rate',
  'remedy.restart-with-better': 'Start again with the preset better',
  'remedy.add-augmentation': 'Go on from step {step} with augmentation',
  'remedy.more-pictures': 'Add photos',
  'remedy.stop-here-best-was': 'Stop here and keep step {step}',
  'remedy.useBest': 'Look at step {step}',
  'remedy.keeps': 'This run stays as it is; the other one begins beside it.',
} as const;
