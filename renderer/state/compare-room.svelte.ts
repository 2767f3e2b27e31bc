import { ComparingState } from './comparing.svelte';
import { columnsFor } from './sheet-view';
import { ExportingState, type Exported } from './exporting.svelte';
import { LookPanelState, type Generator } from './look-panel.svelte';
import { MoodboardState } from './moodboard.svelte';
import { RunwayState } from './runway.svelte';
import type { StudioState } from './studio.svelte';

/** The compare room: its sheets, the look that is open, the moodboard, the runway, and what goes from one to another. */
export class CompareRoomState {
  readonly comparing: ComparingState;
  readonly panel: LookPanelState;
  readonly moodboard: MoodboardState;
  readonly runway: RunwayState;
  readonly exporting: ExportingState;
  /** What drew the look in the panel; it stays when another checkpoint is chosen for the sheets. */
  panelGenerator = $state.raw<Generator | null>(null);

  #isLeft = false;

  constructor(studio: StudioState) {
    this.comparing = new ComparingState(studio);
    this.panel = new LookPanelState(studio);
    this.moodboard = new MoodboardState(studio);
    this.runway = new RunwayState(studio);
    this.exporting = new ExportingState(studio);
  }

  /** What draws the sheets. */
  get generator(): Generator | null {
    const { runId: run, step, desk } = this.comparing;
    return run !== null && step !== null ? { run, step, truncation: desk.truncation } : null;
  }

  get panelKept(): boolean {
    const { recipe } = this.panel;
    return this.panelGenerator !== null && recipe !== null && this.moodboard.isKept(this.panelGenerator, recipe);
  }

  async load(run: string | null): Promise<void> {
    await this.comparing.load(run);
    await this.#enter();
  }

  /** The room is closed: what was asked for and is still under way opens nothing in it. */
  leave(): void {
    this.#isLeft = true;
    this.moodboard.leave();
  }

  async changeRun(run: string): Promise<void> {
    this.#closePanel();
    await this.comparing.open(run);
    await this.#enter();
  }

  /** The run as it was left: its moodboard, its tests, and the look that was open. */
  async #enter(): Promise<void> {
    const { runId, desk } = this.comparing;
    if (runId === null || this.#isLeft) return;
    await Promise.all([this.moodboard.load(runId, desk.bench), this.runway.load(runId)]);
    if (desk.look !== null && this.generator && !this.#isLeft) this.openLook(this.generator, desk.look);
  }

  openLook(generator: Generator, recipe: string): void {
    const { run, step, truncation } = generator;
    this.panelGenerator = { run, step, truncation };
    this.comparing.change({ look: recipe });
    void this.panel.open(this.panelGenerator, recipe, [], this.comparing.looks);
  }

  /** Goes on with a variation, or back to where it came from. */
  async follow(recipe: string | null): Promise<void> {
    const going = recipe === null ? this.panel.back() : this.panel.follow(recipe);
    this.comparing.change({ look: this.panel.recipe });
    await going;
  }

  closeLook(): void {
    this.#closePanel();
    this.comparing.change({ look: null });
  }

  async keepInPanel(): Promise<void> {
    const { recipe } = this.panel;
    if (this.panelGenerator && recipe !== null) await this.moodboard.toggle(this.panelGenerator, recipe);
  }

  /** Keeps the look of the panel and lays it on the bench; two there are shown together. */
  async breed(): Promise<void> {
    const { recipe } = this.panel;
    if (!this.panelGenerator || recipe === null) return;
    const look = await this.moodboard.keep(this.panelGenerator, recipe);
    if (!look) return;
    if (!this.moodboard.bench.some(({ id }) => id === look.id)) await this.moodboard.pick(look);
    this.saveBench();
    this.comparing.change({ view: 'moodboard' });
  }

  saveBench(): void {
    this.comparing.change({ bench: this.moodboard.bench.map(({ id }) => id) });
  }

  async write(what: Exported['what']): Promise<void> {
    const { runId: run, desk, step, realIndices } = this.comparing;
    if (run === null) return;
    const { truncation, count, seed } = desk;
    // The looks that are seen, also where a training has saved others since.
    const checkpoint = step ?? desk.checkpoint;
    const [first, second] = this.moodboard.bench;
    if (what === 'comparison') {
      const shown = realIndices.length > 0 ? { realIndices: [...realIndices] } : {};
      return this.exporting.compare({ run, checkpoint, truncation, seed, side: columnsFor(count), ...shown });
    }
    if (!what.startsWith('interpolation'))
      return this.exporting.write(what, { run, checkpoint, truncation, count, seed });
    if (!first || !second) return;
    const ends = { from: first.recipe, to: second.recipe };
    await this.exporting.write(what, { run, checkpoint: first.step, truncation: first.truncation, ...ends });
  }

  #closePanel(): void {
    this.panel.close();
    this.panelGenerator = null;
  }
}
