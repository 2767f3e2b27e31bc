import type { Api } from '../../electron/contract/api';
import type { CropFlaw, DatasetOptions, DatasetWarning } from '../../electron/contract/api/datasets';
import type { Handlers } from '../../electron/contract/method';
import { pixelPaths } from '../../electron/contract/pixels';
import type { ScriptedStudio } from './scripted-studio';

type Part = Pick<Handlers<Api>, Extract<keyof Api, `datasets.${string}`>>;

/** Datasets of invented crops: every twentieth is a near copy, every thirtieth is blurred. */
export function datasetHandlers(studio: ScriptedStudio): Part {
  let examined = false;
  const cropsOf = (options: Pick<DatasetOptions, 'category' | 'imageSize'>) =>
    studio.images
      .filter((image) => !image.excluded)
      .flatMap((image) => image.boxes.filter((box) => box.category === options.category).map((box) => ({ image, box })))
      .map(({ image, box }, at) => {
        const flaws: CropFlaw[] = [
          ...(examined && at % 20 === 19 ? (['duplicate'] as const) : []),
          ...(Math.max(box.bbox[2], box.bbox[3]) < options.imageSize ? (['tiny'] as const) : []),
          ...(examined && at % 30 === 7 ? (['blurred'] as const) : []),
        ];
        return { image, box, flaws, leftOut: studio.leftOut.has(box.id) };
      });
  return {
    'datasets.preview': (options) => {
      const crops = cropsOf(options);
      const large = crops.filter(({ box }) => Math.min(box.bbox[2], box.bbox[3]) >= options.minimumSize);
      const taken = large.filter(({ leftOut }) => !leftOut);
      const having = (flaw: CropFlaw) => taken.filter(({ flaws }) => flaws.includes(flaw)).length;
      const flaws = { duplicate: having('duplicate'), tiny: having('tiny'), blurred: having('blurred') };
      const warnings: DatasetWarning[] = [];
      if (taken.length > 0 && taken.length < 500) warnings.push({ kind: 'few', count: taken.length, enough: 500 });
      if (flaws.duplicate > 0) warnings.push({ kind: 'duplicates', count: flaws.duplicate, enough: null });
      if (flaws.tiny > 0) warnings.push({ kind: 'tiny', count: flaws.tiny, enough: null });
      if (flaws.blurred > 0) warnings.push({ kind: 'blurred', count: flaws.blurred, enough: null });
      const square = { size: options.imageSize, framing: options.framing };
      const validation = Math.round(taken.length * options.validationShare);
      return {
        count: taken.length,
        images: new Set(taken.map(({ image }) => image.id)).size,
        train: taken.length - validation,
        validation,
        tooSmall: crops.length - large.length,
        leftOut: large.length - taken.length,
        flaws,
        unexamined: examined ? 0 : large.length,
        warnings,
        tiles: large
          .filter((crop) => {
            if (options.only === undefined) return true;
            return options.only === 'leftOut' ? crop.leftOut : !crop.leftOut && crop.flaws.includes(options.only);
          })
          .slice(0, options.tiles)
          .map(({ image, box, flaws: own, leftOut }) => ({
            annotationId: box.id,
            imageId: image.id,
            pixels: pixelPaths.crop(image.sha256, box.bbox, { margin: options.margin, square }),
            flaws: own,
            leftOut,
          })),
      };
    },
    'datasets.examine': (params, context) =>
      studio.job('datasets.examine', params, context, async (report) => {
        const total = studio.images.length;
        for (let done = 0; done < total; done += Math.ceil(total / 6)) await report({ done, total });
        examined = true;
        return { examined: total, problems: [] };
      }),
    'datasets.leaveOut': (params) => {
      const ids =
        'flaw' in params
          ? cropsOf({ category: params.options.category ?? 'outfit', imageSize: params.options.imageSize ?? 64 })
              .filter(({ flaws, leftOut }) => !leftOut && flaws.includes(params.flaw))
              .map(({ box }) => box.id)
          : params.annotationIds;
      const leaving = 'flaw' in params || params.leftOut;
      const changed = ids.filter((id) => studio.leftOut.has(id) !== leaving);
      for (const id of changed) {
        if (leaving) studio.leftOut.add(id);
        else studio.leftOut.delete(id);
      }
      studio.changed();
      return { annotationIds: changed };
    },
    'datasets.freeze': (params, context) =>
      studio.job('datasets.freeze', params, context, async (report) => {
        const count = studio.images.filter((image) => image.annotations > 0).length;
        for (let done = 0; done < count; done += Math.ceil(count / 12)) await report({ done, total: count, failed: 0 });
        const { category, imageSize, framing } = params;
        const name = params.name ?? `looks-${studio.datasets.length + 1}`;
        const validation = Math.round(count * params.validationShare);
        const contentHash = '4be1c0ffee00'.padEnd(64, '7');
        const createdAt = new Date().toISOString();
        const dataset = {
          name,
          createdAt,
          category,
          imageSize,
          framing,
          count,
          train: count - validation,
          validation,
          contentHash,
          statistics: { photos: count, nearDuplicates: 3, tiny: 0, blurred: 4, medianSide: 431 },
          warnings: [{ kind: 'few' as const, count, enough: 500 }],
        };
        studio.datasets.unshift(dataset);
        studio.changed();
        return { ...dataset, problems: [] };
      }),
    'datasets.list': () => studio.datasets,
  };
}
