import { readFile } from 'node:fs/promises';
import { LookCard } from '../contract/api/gallery';
import { StudioError, reasonOf } from '../contract/errors';
import { say } from '../contract/said';
import { readPngText } from '../storage/png';

/** The seed card in a look's PNG file. @throws {StudioError} `not-found`, `invalid-params` naming the file */
export async function readCard(file: string): Promise<LookCard> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    throw new StudioError('not-found', say('file.unreadable', { path: file, why: reasonOf(error) }), { cause: error });
  }
  const { run, step, recipe, truncation } = readPngText(bytes);
  const card = LookCard.safeParse({
    run,
    step: Number(step),
    recipe,
    truncation: truncation === 'none' ? null : Number(truncation),
  });
  if (card.success) return card.data;
  throw new StudioError('invalid-params', say('gallery.noCard', { file }));
}
