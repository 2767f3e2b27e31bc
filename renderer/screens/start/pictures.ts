import type { Category } from '../../../electron/contract/words';
import cropStrip from './pictures/crops.webp';
import growthStrip from './pictures/growth.webp';
import lookStrip from './pictures/looks.webp';
import photo1 from './pictures/photo-1.webp';
import photo2 from './pictures/photo-2.webp';
import photo3 from './pictures/photo-3.webp';
import photo4 from './pictures/photo-4.webp';
import photo5 from './pictures/photo-5.webp';
import photo6 from './pictures/photo-6.webp';

/** A box that the detector found, in shares of the picture's sides. */
interface ShownBox {
  category: Category;
  left: number;
  top: number;
  width: number;
  height: number;
}

/** @param place left, top, width, height */
const box = (category: Category, ...place: [number, number, number, number]): ShownBox => {
  const [left, top, width, height] = place;
  return { category, left, top, width, height };
};

/** Six drawings of the sample collection (seed 1), with the boxes that the bundled detector found in them. */
export const photos: readonly { src: string; boxes: readonly ShownBox[] }[] = [
  { src: photo1, boxes: [box('full', 0.342, 0.219, 0.376, 0.504)] },
  { src: photo2, boxes: [box('upper', 0.28, 0.19, 0.264, 0.338), box('lower', 0.277, 0.437, 0.309, 0.489)] },
  { src: photo3, boxes: [box('full', 0.282, 0.193, 0.416, 0.675)] },
  { src: photo4, boxes: [box('upper', 0.33, 0.25, 0.303, 0.31), box('lower', 0.278, 0.512, 0.332, 0.465)] },
  { src: photo5, boxes: [box('full', 0.408, 0.203, 0.371, 0.781)] },
  { src: photo6, boxes: [box('upper', 0.339, 0.183, 0.347, 0.304), box('lower', 0.291, 0.363, 0.337, 0.428)] },
];

/**
 * Six pictures of 64 pixels beside each other. The crops are tiles of a dataset of those drawings; the looks are from sample
 * grids of one training: preset better, width 16, on the outfits of the first 900 drawings, on two cores.
 */
const strip = (src: string) => ({ src, columns: 6, count: 6, side: 64, gap: 0 });
/** Their outfits, as a dataset has them. */
export const crops = strip(cropStrip);
/** One look of a training on the sample collection, after so many steps. */
export const steps = [50, 300, 750, 1500, 3000, 5500] as const;
export const growth = strip(growthStrip);
/** Other looks of its last step. */
export const looks = strip(lookStrip);
