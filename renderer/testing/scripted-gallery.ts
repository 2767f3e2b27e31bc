import type { Api } from '../../electron/contract/api';
import { Desk } from '../../electron/contract/api/gallery';
import type { KeptLook, RunwayTest } from '../../electron/contract/api/gallery';
import { formatRecipe, parseRecipe } from '../../electron/contract/latent-recipe';
import type { Handlers } from '../../electron/contract/method';
import { pixelPaths } from '../../electron/contract/pixels';
import type { ScriptedStudio } from './scripted-studio';

type Gallery = Pick<Handlers<Api>, Extract<keyof Api, `gallery.${string}`>>;

/** A short name for a recipe, the same every time. */
const nameOf = (text: string): string => {
  let hash = 0x811c_9dc5;
  for (const character of text) hash = Math.imul(hash ^ character.charCodeAt(0), 0x0100_0193) >>> 0;
  return hash.toString(16).padStart(12, '0');
};

/** The compare room's part of the contract, from memory: looks have addresses but no pixels. */
export function galleryHandlers(studio: ScriptedStudio): Gallery {
  const kept = new Map<string, KeptLook[]>();
  const tests = new Map<string, RunwayTest[]>();
  const desks = new Map<string, Desk>();
  const stepOf = (run: string, checkpoint: number | 'newest' | 'best') =>
    typeof checkpoint === 'number' ? checkpoint : studio.run(run).summary.step;
  const look = (run: string, step: number, truncation: number | null, text: string) => {
    const recipe = formatRecipe(parseRecipe(text));
    const name = `gallery/looks/${step}/${nameOf(`${recipe} ${truncation}`)}.png`;
    return { run, step, truncation, recipe, file: `/runs/${run}/${name}`, pixels: pixelPaths.runFile(run, name) };
  };
  const written = (run: string, name: string) => ({
    file: `/runs/${run}/gallery/exports/${name}`,
    pixels: pixelPaths.runFile(run, `gallery/exports/${name}`),
  });
  return {
    'gallery.generate': ({ run, checkpoint, truncation, count, seed }, context) =>
      studio.job('gallery.generate', { run }, context, async (report) => {
        await report({ done: count, total: count });
        const step = stepOf(run, checkpoint);
        const looks = Array.from({ length: count }, (_, index) => look(run, step, truncation, `${seed}#${index}`));
        return { step, looks, grid: null };
      }),
    'gallery.draw': async ({ run, checkpoint, truncation, recipes }) => {
      await studio.rest();
      const step = stepOf(run, checkpoint);
      return { step, looks: recipes.map((recipe) => look(run, step, truncation, recipe)) };
    },
    'gallery.checkpoints': ({ run }) => {
      const { step } = studio.run(run).summary;
      return { steps: [step, Math.round(step * 0.75), Math.round(step / 2)], best: Math.round(step * 0.75) };
    },
    'gallery.compare': ({ run }) => written(run, 'real-generated.png'),
    'gallery.nearest': async ({ run, recipe, count }, context) => {
      context.report({ done: 1, total: 2 });
      await studio.rest();
      const dataset = studio.run(run).summary.dataset;
      const start = parseInt(nameOf(recipe).slice(-4), 16) % 200;
      const crops = Array.from({ length: count }, (_, place) => {
        const index = start + place * 7;
        const image = studio.images[index % studio.images.length];
        return {
          index,
          split: 'train' as const,
          pixels: pixelPaths.datasetTile(dataset, index),
          mirrored: place === 1,
          distance: 9 + place,
          relativeDistance: 0.72 + place * 0.04,
          photo: {
            imageId: image?.id ?? null,
            name: image?.name ?? `${index}.jpg`,
            path: image?.path ?? `/photos/${index}.jpg`,
            width: image?.width ?? null,
            height: image?.height ?? null,
            thumbnail: image ? pixelPaths.thumbnail(image.sha256) : null,
            bbox: image?.proposals[0]?.bbox ?? null,
          },
        };
      });
      return { crops, originality: 'original', percentile: 62, heldOut: 81 };
    },
    'gallery.kept': ({ run }) => kept.get(run) ?? [],
    'gallery.keep': ({ run, step, recipe, truncation }) => {
      studio.run(run);
      const all = kept.get(run) ?? [];
      const id = nameOf(`${step} ${recipe} ${truncation}`);
      const known = all.find((one) => one.id === id);
      if (known) return known;
      const { pixels } = look(run, step, truncation, recipe);
      const one = { run, step, recipe, truncation, id, pixels, keptAt: new Date().toISOString() };
      kept.set(run, [one, ...all]);
      return one;
    },
    'gallery.drop': ({ run, id }) => {
      kept.set(
        run,
        (kept.get(run) ?? []).filter((one) => one.id !== id),
      );
      return {};
    },
    'gallery.tests': ({ run }) => tests.get(run) ?? [],
    'gallery.addTest': ({ run, test }) => {
      tests.set(run, [...(tests.get(run) ?? []), test]);
      return {};
    },
    'gallery.desk': ({ run }) => desks.get(run) ?? Desk.parse({}),
    'gallery.leaveDesk': ({ run, desk }) => {
      desks.set(run, desk);
      return {};
    },
    'gallery.export': ({ run, what }, context) =>
      studio.job('gallery.export', { run, what }, context, async (report) => {
        await report({ done: 1, total: 1 });
        const ending = what.startsWith('timelapse') || what.startsWith('interpolation') ? what.split('-')[1] : 'png';
        return written(run, `${what}.${ending}`);
      }),
  };
}
