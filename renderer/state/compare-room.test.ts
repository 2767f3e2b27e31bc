import { expect, test, vi } from 'vitest';
import type { RunProgress } from '../../electron/contract/api/runs';
import type { RunSummary } from '../../electron/contract/training';
import { eventually } from '../testing/eventually';
import { datasetOf } from '../testing/frozen-dataset';
import { createScriptedConnection } from '../testing/scripted-client';
import { CompareRoomState } from './compare-room.svelte';
import { ComparingState } from './comparing.svelte';
import { ExportingState } from './exporting.svelte';
import { LookPanelState } from './look-panel.svelte';
import { MoodboardState, stripLength } from './moodboard.svelte';
import { StudioState } from './studio.svelte';

vi.stubGlobal('navigator', { userAgent: 'test' });
vi.stubGlobal('location', { hash: '' });

const run = (id: string, step: number) =>
  ({
    id,
    dataset: 'looks-1',
    preset: 'better',
    engine: 'onnx',
    device: 'cpu',
    imageSize: 64,
    step,
    totalSteps: 4000,
    state: 'stopped',
    createdAt: '2026-11-24T08:40:00Z',
    finishedAt: null,
    message: null,
  }) as RunSummary;
const dataset = datasetOf('looks-1');

function open() {
  const runs = [run('run-2', 4000), run('run-1', 2000), run('run-0', 0)];
  const connection = createScriptedConnection({ tickMs: 1, runs, datasets: [dataset] });
  const studio = new StudioState(connection);
  return { studio, comparing: new ComparingState(studio), client: connection.client, server: connection.studio };
}
const newest = { run: 'run-2', step: 4000, truncation: null };

test('the newest run with a step is shown, its looks beside real ones from all over the dataset', async () => {
  const { comparing } = open();
  await comparing.load(null);
  expect(comparing.runId).toBe('run-2');
  expect(comparing.usable.map(({ id }) => id)).toEqual(['run-2', 'run-1']);
  expect(comparing.looks.map(({ recipe }) => recipe).slice(0, 3)).toEqual(['1#0', '1#1', '1#2']);
  expect(comparing.looks).toHaveLength(64);
  expect(comparing.step).toBe(4000);
  expect(comparing.realIndices).toHaveLength(64);
  expect(comparing.realIndices[0]).toBe(0);
  expect(comparing.realIndices.at(-1)).toBeGreaterThan(790);
});

test('another seed, variety, count or checkpoint draws other looks; another view does not', async () => {
  const { comparing } = open();
  await comparing.load('run-2');
  const before = comparing.looks;
  comparing.change({ view: 'slider' });
  expect(comparing.looks).toBe(before);
  comparing.change({ seed: 7, truncation: 0.8, count: 16, checkpoint: 2000 });
  await eventually(() => expect(comparing.looks).toHaveLength(16));
  expect(comparing.looks[1]).toMatchObject({ recipe: '7#1', truncation: 0.8, step: 2000 });
});

test('a look that is picked from the sheet stands in its panel at once, and so does each that was seen there', async () => {
  const { studio } = open();
  const room = new CompareRoomState(studio);
  await room.load('run-2');
  room.openLook(newest, '1#3');
  expect(room.panel.look).toMatchObject({ recipe: '1#3', step: 4000 });
  await eventually(() => expect(room.panel.neighbours).toHaveLength(8));
  const neighbour = room.panel.neighbours[2]!.recipe;
  const followed = room.follow(neighbour);
  expect(room.panel.look?.recipe).toBe(neighbour);
  await followed;
  const back = room.follow(null);
  expect(room.panel.look?.recipe).toBe('1#3');
  await back;
  // Another checkpoint's look of the same recipe is another look.
  room.openLook({ ...newest, step: 2000 }, '1#3');
  expect(room.panel.look).toBeNull();
});

test('a window that reloads finds the room as it was left, each run its own', async () => {
  const { comparing, studio, client } = open();
  await comparing.load('run-2');
  comparing.change({ seed: 41, view: 'moodboard', look: 'mix(1#0,1#1,0.5)' });
  comparing.change({ count: 100 });
  await eventually(async () => expect((await client.run('gallery.desk', { run: 'run-2' })).count).toBe(100));

  const later = new ComparingState(studio);
  await later.load('run-2');
  expect(later.desk).toMatchObject({ seed: 41, view: 'moodboard', look: 'mix(1#0,1#1,0.5)', count: 100 });
  await later.open('run-1');
  expect(later.desk).toMatchObject({ seed: 1, view: 'sheets', look: null });
});

test('a training that has gone on brings its new checkpoints, and looks of the newest', async () => {
  const { comparing, server } = open();
  await comparing.load('run-2');
  server.run('run-2').summary = run('run-2', 4800);
  await comparing.refresh();
  expect(comparing.steps[0]).toBe(4800);
  expect(comparing.step).toBe(4800);
  expect(comparing.run?.step).toBe(4800);
});

test('looks of a new checkpoint appear while its training goes on, and once for each', async () => {
  const { comparing, server } = open();
  await comparing.load('run-2');
  const drawn = vi.spyOn(comparing, 'draw');
  const summary = server.run('run-2').summary;
  const follow = (step: number, checkpointStep: number | null) =>
    comparing.follow({ runId: 'run-2', step, checkpointStep, measuredStep: null } as RunProgress);
  follow(4001, null);
  server.run('run-2').summary = { ...summary, step: 4800, totalSteps: 9600, state: 'running' };
  follow(4801, 4800);
  follow(4802, 4800);
  await eventually(() => expect(comparing.step).toBe(4800));
  expect(drawn).toHaveBeenCalledTimes(1);
});

test('the first checkpoint of the first run fills the empty room', async () => {
  const { comparing, server, client } = open();
  for (const { id } of await client.run('runs.list', {})) server.run(id).summary.step = 0;
  await comparing.load(null);
  expect(comparing.run).toBeNull();
  server.run('run-1').summary.step = 400;
  comparing.follow({ runId: 'run-1', step: 401, checkpointStep: 400, measuredStep: null } as RunProgress);
  await eventually(() => expect(comparing.runId).toBe('run-1'));
});

test('a checkpoint that has gone gives way to the newest', async () => {
  const { comparing, client } = open();
  const desk = await client.run('gallery.desk', { run: 'run-2' });
  await client.run('gallery.leaveDesk', { run: 'run-2', desk: { ...desk, checkpoint: 123 } });
  await comparing.load('run-2');
  expect(comparing.desk.checkpoint).toBe('newest');
});

test('a look shows its neighbours and nearest crops, and variation leads on and back', async () => {
  const { studio } = open();
  const panel = new LookPanelState(studio);
  await panel.open(newest, '1#5');
  expect(panel.look?.recipe).toBe('1#5');
  expect(panel.neighbours.map(({ recipe }) => recipe)).toEqual(
    Array.from({ length: 8 }, (_, place) => `vary(1#5,${place + 1},0.3)`),
  );
  expect(panel.nearest?.crops).toHaveLength(3);
  expect(panel.learning).toBeNull();

  await panel.follow('vary(1#5,2,0.3)');
  expect(panel.trail).toEqual(['1#5']);
  expect(panel.neighbours[0]?.recipe).toBe('vary(vary(1#5,2,0.3),1,0.3)');
  await panel.back();
  expect(panel.recipe).toBe('1#5');
  expect(panel.trail).toEqual([]);
  await panel.again();
  expect(panel.neighbours[0]?.recipe).toBe('vary(1#5,9,0.3)');
  await panel.setStrength(0.6);
  expect(panel.neighbours[0]?.recipe).toBe('vary(1#5,9,0.6)');
});

test('the last of several looks that are clicked in haste is the one that stays', async () => {
  const { studio } = open();
  const panel = new LookPanelState(studio);
  await Promise.all([panel.open(newest, '1#1'), panel.open(newest, '1#2'), panel.open(newest, '1#3')]);
  expect(panel.recipe).toBe('1#3');
  expect(panel.look?.recipe).toBe('1#3');
  expect(panel.neighbours.every(({ recipe }) => recipe.startsWith('vary(1#3,'))).toBe(true);
  expect(panel.nearest).not.toBeNull();
});

test('looks are kept, let go, and found again', async () => {
  const { studio } = open();
  const moodboard = new MoodboardState(studio);
  await moodboard.load('run-2', []);
  await moodboard.toggle(newest, '1#5');
  await moodboard.toggle(newest, '1#6');
  expect(moodboard.kept.map(({ recipe }) => recipe)).toEqual(['1#6', '1#5']);
  const later = new MoodboardState(studio);
  await later.load('run-2', [moodboard.kept[0]!.id]);
  expect(later.bench.map(({ recipe }) => recipe)).toEqual(['1#6']);
  await later.toggle(newest, '1#6');
  expect(later.kept.map(({ recipe }) => recipe)).toEqual(['1#5']);
  expect(later.bench).toEqual([]);
  await later.load('run-1', []);
  expect(later.kept).toEqual([]);
});

test('a look is shown as kept at once, what was asked last becomes true, and a failure takes it back and says so', async () => {
  const { studio, server } = open();
  const moodboard = new MoodboardState(studio);
  await moodboard.load('run-2', []);

  const keeping = moodboard.toggle(newest, '1#5');
  expect([moodboard.isKept(newest, '1#5'), moodboard.count, moodboard.kept.length]).toEqual([true, 1, 0]);
  const dropping = moodboard.toggle(newest, '1#5');
  expect([moodboard.isKept(newest, '1#5'), moodboard.count]).toEqual([false, 0]);
  await Promise.all([keeping, dropping]);
  expect([moodboard.isKept(newest, '1#5'), moodboard.kept]).toEqual([false, []]);

  await moodboard.toggle(newest, '1#6');
  const letGo = moodboard.drop(moodboard.kept[0]!);
  expect(moodboard.kept).toEqual([]);
  await letGo;

  server.runs = [];
  const failing = moodboard.toggle(newest, '1#7');
  expect(moodboard.isKept(newest, '1#7')).toBe(true);
  await failing;
  expect([moodboard.isKept(newest, '1#7'), moodboard.count]).toEqual([false, 0]);
  expect(studio.notices.list).toMatchObject([{ kind: 'error' }]);
});

test('two looks on the bench are blended; a child is kept with its parents in the family', async () => {
  const { studio } = open();
  const moodboard = new MoodboardState(studio);
  await moodboard.load('run-2', []);
  for (const recipe of ['1#0', '1#1', '1#2']) await moodboard.toggle(newest, recipe);
  const [third, second, first] = moodboard.kept as [never, never, never];
  await moodboard.pick(first);
  expect(moodboard.strip).toEqual([]);
  await moodboard.pick(second);
  expect(moodboard.strip).toHaveLength(stripLength);
  expect(moodboard.child?.recipe).toBe('mix(1#0,1#1,0.5)');
  await moodboard.toggle(newest, moodboard.child!.recipe);
  expect(moodboard.family.find(({ recipe }) => recipe.startsWith('mix'))).toMatchObject({
    generation: 1,
    parents: ['4000 null 1#0', '4000 null 1#1'],
  });
  // A third takes the place of the second; the same again leaves.
  await moodboard.pick(third);
  expect(moodboard.child?.recipe).toBe('mix(1#0,1#2,0.5)');
  await moodboard.pick(first);
  expect(moodboard.bench).toEqual([third]);
});

test('ancestors that were not kept are drawn for the family tree', async () => {
  const { studio } = open();
  const moodboard = new MoodboardState(studio);
  await moodboard.load('run-2', []);
  await moodboard.toggle(newest, 'vary(mix(1#0,1#1,0.5),3,0.2)');
  expect([...moodboard.ancestors.keys()].sort()).toEqual([
    '4000 null 1#0',
    '4000 null 1#1',
    '4000 null mix(1#0,1#1,0.5)',
  ]);
});

test('an export is written once at a time and shown', async () => {
  const { studio } = open();
  const exporting = new ExportingState(studio);
  await Promise.all([exporting.write('timelapse-webp', { run: 'run-2' }), exporting.write('onnx', { run: 'run-2' })]);
  expect(exporting.done).toMatchObject({ what: 'timelapse-webp', file: expect.stringMatching(/\.webp$/) as string });
  expect(exporting.busy).toBe(false);
  await exporting.compare({ run: 'run-2' });
  expect(exporting.done?.what).toBe('comparison');
});

test('the picture of both sides has the crops and the looks that are on the screen', async () => {
  const { studio } = open();
  const room = new CompareRoomState(studio);
  await room.load('run-2');
  room.comparing.change({ count: 36, seed: 7, truncation: 0.8, checkpoint: 2000 });
  await eventually(() => expect(room.comparing.looks).toHaveLength(36));
  const asked = vi.spyOn(studio.client, 'run');
  await room.write('comparison');
  expect(asked).toHaveBeenCalledWith('gallery.compare', {
    run: 'run-2',
    checkpoint: 2000,
    truncation: 0.8,
    seed: 7,
    side: 6,
    realIndices: room.comparing.realIndices,
  });
});

test('a look that is bred is kept, lies on the bench, and leads to the moodboard; a reload finds all of it', async () => {
  const { studio, client } = open();
  const room = new CompareRoomState(studio);
  await room.load('run-2');
  room.openLook(newest, '1#4');
  await room.breed();
  expect(room.panelKept).toBe(true);
  expect(room.moodboard.bench.map(({ recipe }) => recipe)).toEqual(['1#4']);
  expect(room.comparing.desk.view).toBe('moodboard');
  await room.follow('vary(1#4,2,0.3)');
  await room.breed();
  expect(room.moodboard.bench.map(({ recipe }) => recipe)).toEqual(['1#4', 'vary(1#4,2,0.3)']);
  await eventually(async () => expect((await client.run('gallery.desk', { run: 'run-2' })).bench).toHaveLength(2));

  const later = new CompareRoomState(studio);
  await later.load('run-2');
  expect(later.panel.recipe).toBe('vary(1#4,2,0.3)');
  expect(later.moodboard.strip).toHaveLength(stripLength);
  await later.write('interpolation-gif');
  expect(later.exporting.done).toMatchObject({ what: 'interpolation-gif' });
  later.closeLook();
  expect(later.comparing.desk.look).toBeNull();
  await later.changeRun('run-1');
  expect(later.moodboard.bench).toEqual([]);
  expect(later.panel.recipe).toBeNull();
});
