import type { Api } from '../../electron/contract/api';
import { StudioError } from '../../electron/contract/errors';
import type { Handlers } from '../../electron/contract/method';
import { pixelPaths } from '../../electron/contract/pixels';
import { say } from '../../electron/contract/said';
import type { Annotation } from '../../electron/contract/words';
import type { ScriptedImage } from './scripted-images';
import { said, scriptedPlacements } from './scripted-plan';
import type { ScriptedStudio } from './scripted-studio';
import { libraryHandlers } from './scripted-library';

type Part<Prefix extends string> = Pick<Handlers<Api>, Extract<keyof Api, `${Prefix}.${string}`>>;

export function projectHandlers(studio: ScriptedStudio): Part<'projects'> {
  return {
    'projects.create': ({ folder, name }) => studio.open(name ?? folder.split('/').at(-1) ?? 'Project', folder),
    'projects.open': ({ folder }) => studio.open(folder.split('/').at(-1) ?? 'Project', folder),
    'projects.close': () => {
      studio.project = null;
      studio.emit('project', null);
      return {};
    },
    'projects.current': () => studio.project,
    'projects.recent': () => studio.recent,
    'projects.forget': ({ folder }) => {
      studio.recent = studio.recent.filter((recent) => recent.folder !== folder);
      return {};
    },
  };
}

const detectAll =
  (studio: ScriptedStudio): Handlers<Api>['detections.run'] =>
  (params, context) =>
    studio.job('detections.run', params, context, async (report) => {
      const total = studio.images.length;
      for (let done = 0; done <= total; done += 8) {
        await report({
          done,
          total,
          failed: 0,
          detections: done * 3,
          imagesPerSecond: 9.4,
          etaMs: ((total - done) / 9.4) * 1000,
        });
      }
      return { images: total, detections: total * 3, problems: [], model: 'scripted', device: 'cpu' };
    });

export function imageHandlers(studio: ScriptedStudio): Part<'images' | 'samples'> {
  const load: Handlers<Api>['images.import'] = async (params, context) => {
    const result = await studio.job('images.import', params, context, async (report) => {
      const total = studio.images.length;
      for (let done = 0; done <= total; done += Math.ceil(total / 20)) {
        const etaMs = ((total - done) / 40) * 1000;
        await report({
          phase: 'reading',
          done,
          total,
          added: done,
          duplicates: 3,
          failed: 2,
          imagesPerSecond: 41.5,
          etaMs,
        });
      }
      studio.changed();
      const problems = [
        {
          path: '/home/you/Pictures/Runway/IMG_2041.jpg',
          code: 'image-unreadable',
          message: 'The file ends early (the copy was cut off). Copy it again from the camera, or leave it out.',
        },
        {
          path: '/home/you/Pictures/Runway/notes.png',
          code: 'image-unreadable',
          message: 'This is a text document, not a picture. Nothing to do: it was left out.',
        },
      ];
      studio.problems = problems.map((problem) => ({ ...problem, at: new Date().toISOString() }));
      return { added: total, duplicates: 3, nearDuplicates: 4, known: 0, problems };
    });
    const unheard = { signal: new AbortController().signal, report: () => undefined };
    if (params.detect) void detectAll(studio)({ device: 'auto', minScore: 0.05, redo: false }, unheard);
    return result;
  };
  return {
    'images.scan': async ({ paths }, context) => {
      const total = studio.images.length + 5;
      for (let files = 0; files < total; files += 120) {
        context.report({ files });
        await studio.rest();
      }
      const formats = { jpg: total - 31, png: 24, webp: 7 };
      const examples = studio.images
        .slice(0, 12)
        .map((image) => ({ path: `${paths[0]}/${image.name}`, pixels: pixelPaths.thumbnail(image.sha256) }));
      const problems = [
        {
          path: `${paths[0]}/Private`,
          code: 'not-permitted',
          message: `No permission for ${paths[0]}/Private. Change its permissions or choose another place.`,
        },
      ];
      const counts = { files: total, bytes: total * 91_000, known: 0, duplicates: 3, unsupported: { heic: 12 } };
      return { ...counts, formats, examples, problems };
    },
    'images.import': load,
    'samples.draw': ({ count }, context) => {
      context.report({ done: count, total: count });
      return { files: [] };
    },
    'images.addSamples': ({ detect }, context) => load({ paths: ['samples'], pixelLimit: 1, detect }, context),
    ...libraryHandlers(studio),
  };
}

export function reviewHandlers(studio: ScriptedStudio): Part<'models' | 'detections' | 'annotations' | 'crops'> {
  const revised = (image: ScriptedImage) => {
    image.revision++;
    image.annotations = image.boxes.length;
    image.canUndo = image.history.length > 0;
    image.touched = image.canUndo || image.state === 'reviewed';
    image.canRedo = image.future.length > 0;
    studio.changed();
    const { revision, boxes, touched, canUndo, canRedo } = image;
    return { revision, boxes, touched, canUndo, canRedo, reviewed: image.state === 'reviewed' };
  };
  const current = (imageId: number, revision: number) => {
    const image = studio.image(imageId);
    if (image.revision !== revision) throw new StudioError('conflict', 'The image was changed elsewhere.');
    return image;
  };
  const accepted = (image: ScriptedImage, minScore: number): Annotation[] =>
    image.proposals
      .filter((proposal) => proposal.score >= minScore)
      .map(({ category, bbox, score }) => ({ id: crypto.randomUUID(), category, bbox, score, origin: 'accepted' }));
  return {
    'models.list': () => [],
    'detections.run': detectAll(studio),
    'annotations.replace': ({ imageId, revision, boxes }) => {
      const image = current(imageId, revision);
      image.history.push(image.boxes);
      image.future = [];
      image.boxes = boxes;
      return revised(image);
    },
    'annotations.accept': ({ imageId, revision, minScore }) => {
      const image = current(imageId, revision);
      if (minScore !== undefined && image.boxes.length === 0) image.boxes = accepted(image, minScore);
      image.state = 'reviewed';
      return revised(image);
    },
    'annotations.undo': ({ imageId, revision }) => {
      const image = current(imageId, revision);
      image.future.push(image.boxes);
      image.boxes = image.history.pop() ?? [];
      return revised(image);
    },
    'annotations.redo': ({ imageId, revision }) => {
      const image = current(imageId, revision);
      image.history.push(image.boxes);
      image.boxes = image.future.pop() ?? image.boxes;
      return revised(image);
    },
    'annotations.acceptAll': ({ minScore }) => {
      const open = studio.images.filter((image) => image.state === 'detected' && accepted(image, minScore).length > 0);
      for (const image of open) {
        image.boxes = accepted(image, minScore);
        image.annotations = image.boxes.length;
        image.state = 'reviewed';
      }
      studio.changed();
      const annotations = open.reduce((sum, image) => sum + image.annotations, 0);
      return { images: open.length, annotations, imageIds: open.map((image) => image.id) };
    },
    'annotations.reopen': ({ imageIds }) => {
      for (const id of imageIds)
        Object.assign(studio.image(id), { state: 'detected', boxes: [], annotations: 0, touched: false });
      studio.changed();
      return { images: imageIds.length };
    },
    'annotations.waiting': () => {
      const counts = new Array<number>(101).fill(0);
      for (const { state, excluded, bestScore } of studio.images)
        if (state === 'detected' && !excluded && bestScore !== null) counts[Math.floor(bestScore * 100 + 1e-6)]! += 1;
      return { counts };
    },
    'crops.export': (params, context) =>
      studio.job('crops.export', params, context, async (report) => {
        for (let done = 0; done <= 200; done += 20) await report({ done, total: 200 });
        return { files: [], tooSmall: 0, problems: [] };
      }),
  };
}

export function systemHandlers(studio: ScriptedStudio): Part<'system' | 'settings' | 'jobs' | 'devices'> {
  return {
    'devices.measure': (params, context) =>
      studio.job('devices.measure', params, context, async (report) => {
        for (const [done, { engine, device }] of scriptedPlacements.entries())
          await report({ done, total: scriptedPlacements.length, trying: { engine, device } });
        studio.measured = true;
        return { placements: scriptedPlacements, measuredAt: new Date().toISOString() };
      }),
    'system.info': () => ({
      version: '0.1.0',
      shell: 'test',
      platform: 'linux',
      node: '20.20.0',
      cores: 2,
      memoryMiB: 24_000,
      nativeDialogs: false,
      homeFolder: '/home/you',
      userFolder: '/home/you/.config/DeepStyle Studio',
    }),
    'system.chooseFolder': () => {
      throw new StudioError('not-permitted', 'This shell has no folder dialog.');
    },
    'system.listFolders': ({ folder = '/home/you' }) => ({
      folder,
      parent: folder.split('/').length > 2 ? folder.split('/').slice(0, -1).join('/') : null,
      folders: ['Desktop', 'DeepStyle Studio', 'Downloads', 'Pictures', 'Runway'].map((name) => ({
        name,
        path: `${folder}/${name}`,
        isProject: name === 'DeepStyle Studio',
      })),
      pictures: folder.endsWith('Runway') ? 832 : 0,
    }),
    'system.reveal': () => ({}),
    'system.doctor': async (_, context) => {
      context.report({ check: 'ONNX Runtime' });
      await studio.rest();
      return {
        checks: [
          {
            name: 'machine',
            ok: true,
            ...said(say('doctor.machine', { cores: 2, memory: '23.4', platform: 'linux x64' })),
          },
          { name: 'runtime', ok: true, ...said(say('doctor.runtime', { version: '0.1.0', node: '20.20.0' })) },
          {
            name: 'detector',
            ok: true,
            ...said(say('doctor.detector', { title: 'Garment detector', version: '1.0', device: 'cpu' })),
          },
          ...scriptedPlacements.map((tried) => ({
            name: `training on ${tried.engine} ${tried.device}`,
            ok: tried.ok,
            detail: tried.detail,
            tried,
          })),
        ],
      };
    },
    'settings.get': () => studio.settings,
    'settings.set': (change) => (studio.settings = { ...studio.settings, ...change }),
    'jobs.list': () => studio.jobs,
    'jobs.abort': ({ jobId }) => {
      const place = studio.jobs.findIndex((job) => job.id === jobId);
      const job = studio.jobs[place];
      if (job) studio.jobs[place] = { ...job, state: 'aborted' };
      return {};
    },
  };
}
