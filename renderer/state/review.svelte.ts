import type { ImageDetails } from '../../electron/contract/api/images';
import type { Revised } from '../../electron/contract/api/review';
import { StudioError } from '../../electron/contract/errors';
import type { Bbox, Category, Detection } from '../../electron/contract/words';
import { BoxHistory } from './box-history';
import type { BoxState } from './box-history';
import { keepView, recallView } from './kept-view';
import { boxesFromAnnotations, boxesFromProposals, toAnnotations } from './review-boxes';
import type { EditBox } from './review-boxes';
import { ReviewPace } from './review-pace';
import { readReviewPlace } from './review-place';
import type { ReviewPlace } from './review-place';
import { ReviewQueue } from './review-queue.svelte';
import type { StudioState } from './studio.svelte';
import { t } from '../text/text.svelte';

/** Proposals from this score on are shown as boxes. */
export const shownScore = 0.4;
const unsureShown = 4;
/** A run of arrow presses within this time is one edit. */
const nudgeRestMs = 500;

/** What the next edit of an image is made upon, and how it came about. */
interface Basis {
  revision: number;
  readonly history: BoxHistory;
}

/** One image under the hand: its boxes, what is chosen, and the saving of every edit. */
export class ReviewState {
  readonly queue: ReviewQueue;
  image = $state.raw<ImageDetails | null>(null);
  boxes = $state.raw<readonly EditBox[]>([]);
  selectedId = $state<string | null>(null);
  canUndo = $state(false);
  canRedo = $state(false);
  /** Edits that the studio has not confirmed yet. */
  unsaved = $state(0);
  /** Proposals below the shown score, best first: one click away where the detector was too shy. */
  unsure = $derived(
    (this.image?.proposals ?? [])
      .filter((proposal) => proposal.score < shownScore && !this.boxes.some((box) => sameBox(box.bbox, proposal.bbox)))
      .slice(0, unsureShown),
  );
  /** What a photo takes the person who reviews, in milliseconds; null until that is known. */
  perPhotoMs = $state<number | null>(null);
  selected = $derived(this.boxes.find((box) => box.id === this.selectedId) ?? null);
  #studio: StudioState;
  /** Of the image that is shown. */
  #basis: Basis = { revision: 0, history: new BoxHistory() };
  /** Of the images that were shown before, for whoever comes back and takes an edit back. */
  readonly #bases = new Map<number, Basis>();
  /** Edits that are on their way, by image. */
  #pending = new Map<number, number>();
  /** The image that comes next, asked for while this one is looked at. */
  #ahead: { id: number; details: Promise<ImageDetails | null> } | null = null;
  /** Edits go out one after the other: each needs the revision that the one before it made. */
  #sending: Promise<void> = Promise.resolve();
  #nudged: ReturnType<typeof setTimeout> | null = null;
  readonly #pace = new ReviewPace();
  /** Nobody has edited the image: what is shown are proposals. */
  #untouched = true;

  constructor(studio: StudioState) {
    this.#studio = studio;
    this.queue = new ReviewQueue(studio);
  }

  /**
   * Opens the queue: at the photo that was asked for, else where it was left.
   *
   * @param item the photo in the window's address
   */
  async begin(item: string | null): Promise<void> {
    const asked = /^\d+$/.test(item ?? '') ? Number(item) : null;
    const kept = readReviewPlace(recallView('review', this.#studio.project?.id ?? ''));
    // The photo in the address and the one that was kept are the same after a reload.
    const kind = asked === null || asked === kept.imageId ? kept.kind : 'open';
    await this.queue.open(kind, asked ?? kept.imageId, asked !== null);
  }

  /** For a reload and the next visit. */
  keep(): void {
    const { kind, current } = this.queue;
    const place: ReviewPlace = { kind, imageId: current?.id ?? null };
    keepView('review', this.#studio.project?.id ?? '', place);
  }

  async show(imageId: number): Promise<void> {
    this.#flushNudge();
    // Its own edits first, or it would be read as it was before them.
    if (this.#pending.has(imageId)) await this.#sending;
    const ahead = this.#ahead?.id === imageId ? await this.#ahead.details : null;
    const image =
      ahead ??
      (await this.#studio.attempt(t('failed.image'), () => this.#studio.client.run('images.get', { imageId })));
    if (!image || this.queue.current?.id !== imageId) return;
    this.#take(image);
    this.#lookAhead();
  }

  #lookAhead(): void {
    const { next } = this.queue;
    if (!next || next.id === this.#ahead?.id) return;
    const details = this.#studio.client.run('images.get', { imageId: next.id }).catch(() => null);
    this.#ahead = { id: next.id, details };
  }

  clear(): void {
    this.#flushNudge();
    this.image = null;
    this.boxes = [];
    this.selectedId = null;
  }

  #take(image: ImageDetails): void {
    this.image = image;
    this.selectedId = null;
    const before = this.#bases.get(image.id);
    this.#basis =
      before?.revision === image.revision ? before : { revision: image.revision, history: new BoxHistory() };
    this.#bases.set(image.id, this.#basis);
    this.#untouched = false;
    this.#adopt({ ...image, reviewed: image.state === 'reviewed' });
  }

  /** Shows the boxes that the studio answered; an image that nobody has touched shows the proposals. */
  #adopt(revised: Revised): void {
    this.#basis.revision = revised.revision;
    const untouched = !revised.touched;
    // Proposals that are shown already keep their place in the list, and the one that is chosen.
    const proposals = () =>
      this.#untouched
        ? this.boxes
        : boxesFromProposals(this.image?.proposals ?? [], shownScore, () => crypto.randomUUID());
    const boxes = untouched ? proposals() : boxesFromAnnotations(revised.boxes);
    const state = { boxes, untouched, reviewed: revised.reviewed };
    this.#basis.history.confirm(state, revised);
    this.#showState(state);
  }

  #showState({ boxes, untouched }: BoxState): void {
    this.#untouched = untouched;
    this.boxes = boxes;
    this.#showSteps();
    if (!boxes.some((box) => box.id === this.selectedId)) this.selectedId = null;
  }

  #showSteps(): void {
    const { history } = this.#basis;
    this.canUndo = history.canUndo;
    this.canRedo = history.canRedo;
  }

  select(id: string | null): void {
    this.#flushNudge();
    this.selectedId = id;
  }

  /** The next box in the list, round and round. */
  selectNext(step: 1 | -1): void {
    if (this.boxes.length === 0) return;
    const at = this.boxes.findIndex((box) => box.id === this.selectedId);
    const next = at < 0 ? (step > 0 ? 0 : this.boxes.length - 1) : (at + step + this.boxes.length) % this.boxes.length;
    this.select(this.boxes[next]?.id ?? null);
  }

  /** A box in hand: shown, not yet an edit. */
  preview(id: string, bbox: Bbox): void {
    this.boxes = this.boxes.map((box) => (box.id === id ? { ...box, bbox } : box));
  }

  /** The hand has let go of a box. */
  move(id: string, bbox: Bbox): void {
    this.#edit(this.boxes.map((box) => (box.id === id ? { ...box, bbox, origin: movedOrigin(box) } : box)));
  }

  /** Arrow keys: many presses, one edit. */
  nudge(bbox: Bbox): void {
    if (!this.selectedId) return;
    this.boxes = this.boxes.map((box) =>
      box.id === this.selectedId ? { ...box, bbox, origin: movedOrigin(box) } : box,
    );
    if (this.#nudged) clearTimeout(this.#nudged);
    this.#nudged = setTimeout(() => this.#flushNudge(), nudgeRestMs);
  }

  #flushNudge(): void {
    if (!this.#nudged) return;
    clearTimeout(this.#nudged);
    this.#nudged = null;
    this.#edit(this.boxes);
  }

  draw(bbox: Bbox, category: Category): void {
    this.#flushNudge();
    const id = crypto.randomUUID();
    const box: EditBox = { id, category, bbox, origin: 'drawn', score: null, proposed: false, derived: false };
    this.#edit([...this.boxes, box]);
    this.selectedId = id;
  }

  /** Takes over a proposal that was too weak to be shown as a box. */
  take({ category, bbox, score, derived }: Detection): void {
    this.#flushNudge();
    const id = crypto.randomUUID();
    this.#edit([...this.boxes, { id, category, bbox, score, derived, origin: 'accepted', proposed: false }]);
    this.selectedId = id;
  }

  setCategory(id: string, category: Category): void {
    this.#flushNudge();
    this.#edit(this.boxes.map((box) => (box.id === id ? { ...box, category } : box)));
  }

  remove(id: string): void {
    this.#flushNudge();
    const at = this.boxes.findIndex((box) => box.id === id);
    const left = this.boxes.filter((box) => box.id !== id);
    this.#edit(left);
    this.selectedId = left[Math.min(at, left.length - 1)]?.id ?? null;
  }

  /** Every edit is saved at once, with all the boxes of the image. */
  #edit(boxes: readonly EditBox[]): void {
    this.#untouched = false;
    this.boxes = boxes.map((box) => ({ ...box, proposed: false }));
    const sent = toAnnotations(this.boxes);
    this.#send((imageId, revision) =>
      this.#studio.client.run('annotations.replace', { imageId, revision, boxes: sent }),
    );
    const { history } = this.#basis;
    history.add({ boxes: this.boxes, untouched: false, reviewed: history.isReviewed });
    this.#showSteps();
  }

  undo(): void {
    this.#flushNudge();
    if (this.canUndo) this.#step(-1, 'annotations.undo');
  }

  redo(): void {
    this.#flushNudge();
    if (this.canRedo) this.#step(1, 'annotations.redo');
  }

  #step(by: -1 | 1, method: 'annotations.undo' | 'annotations.redo'): void {
    const state = this.#basis.history.step(by);
    this.#send((imageId, revision) => this.#studio.client.run(method, { imageId, revision }));
    if (!state || !this.image) return;
    this.#showState(state);
    this.#patch(this.image.id, state.reviewed, state.untouched ? 0 : state.boxes.length);
  }

  /** The boxes are right: on to the next image. @returns whether there is one */
  async accept(): Promise<boolean> {
    this.#flushNudge();
    const image = this.image;
    // The next one is on its way: a second press is not meant for the one before it.
    if (!image || image.id !== this.queue.current?.id) return true;
    const minScore = this.#untouched ? { minScore: shownScore } : {};
    this.#send((imageId, revision) =>
      this.#studio.client.run('annotations.accept', { imageId, revision, ...minScore }),
    );
    this.#basis.history.add({ boxes: this.boxes, untouched: false, reviewed: true });
    this.#patch(image.id, true, this.boxes.length);
    this.#pace.accepted(performance.now());
    this.perPhotoMs = this.#pace.perPhotoMs;
    return this.queue.advance();
  }

  #send(call: (imageId: number, revision: number) => Promise<Revised>): void {
    const imageId = this.image?.id;
    if (imageId === undefined) return;
    const basis = this.#basis;
    this.unsaved++;
    this.#count(imageId, 1);
    if (this.#ahead?.id === imageId) this.#ahead = null;
    this.#sending = this.#sending.then(async () => {
      try {
        const revised = await call(imageId, basis.revision);
        basis.revision = revised.revision;
        // What is on the canvas may be ahead of this answer.
        if (this.#basis === basis && this.unsaved === 1 && !this.#nudged) this.#adopt(revised);
        // A photo that further edits are on their way to is said to be as they will leave it.
        if (this.#pending.get(imageId) === 1) this.#patch(imageId, revised.reviewed, revised.boxes.length);
      } catch (error) {
        await this.#recover(imageId, error);
      } finally {
        this.unsaved--;
        this.#count(imageId, -1);
      }
    });
  }

  #patch(imageId: number, reviewed: boolean, annotations: number): void {
    this.queue.patch(imageId, { state: reviewed ? 'reviewed' : 'detected', annotations });
  }

  #count(imageId: number, change: 1 | -1): void {
    const edits = (this.#pending.get(imageId) ?? 0) + change;
    if (edits > 0) this.#pending.set(imageId, edits);
    else this.#pending.delete(imageId);
  }

  /** Somebody else changed the image (another window, the command line): their boxes are shown. */
  async #recover(imageId: number, error: unknown): Promise<void> {
    if (!(error instanceof StudioError && error.code === 'conflict')) this.#studio.report(t('failed.edit'), error);
    // What was shown ahead of the studio never came about.
    this.#bases.delete(imageId);
    const image = await this.#studio.client.run('images.get', { imageId }).catch(() => null);
    if (image) this.queue.patch(imageId, { state: image.state, annotations: image.boxes.length });
    if (image && this.image?.id === imageId) this.#take(image);
  }
}

const sameBox = (a: Bbox, b: Bbox) => a.every((value, side) => Math.abs(value - (b[side] ?? 0)) < 1);
const movedOrigin = (box: EditBox) => (box.origin === 'drawn' ? 'drawn' : 'moved');
