import type { ProjectSummary } from '../../electron/contract/api/projects';
import { t } from '../text/text.svelte';
import { baseName, joinPath } from './paths';
import type { StudioState } from './studio.svelte';

export type ProjectQuestion = 'create' | 'open';

/** Opening, creating and closing projects, and the sheet that asks for a folder. */
export class ProjectsState {
  /** What the sheet asks for; null while it is closed. */
  question = $state<ProjectQuestion | null>(null);
  busy = $state(false);
  /** Photos that wait for a project: their import begins in the one that is entered next. */
  waiting = $state.raw<readonly string[] | null>(null);
  #studio: StudioState;

  constructor(studio: StudioState) {
    this.#studio = studio;
  }

  ask(question: ProjectQuestion): void {
    this.question = question;
  }

  /** Folders and files for a project that is still to be made; none where they are still to be chosen. */
  askForImport(paths: readonly string[]): void {
    this.waiting = paths;
    this.question = 'create';
  }

  /** A folder of photos has the name of its project in it. */
  get suggestedName(): string {
    const [only, ...more] = this.waiting ?? [];
    const name = only === undefined || more.length > 0 ? '' : baseName(only);
    return /\.\w{2,5}$/.test(name) ? '' : name;
  }

  dismiss(): void {
    this.question = null;
    this.waiting = null;
  }

  async open(folder: string): Promise<void> {
    await this.#enter(t('failed.open'), () => this.#studio.client.run('projects.open', { folder }));
  }

  async create(folder: string, name: string): Promise<boolean> {
    return this.#enter(t('failed.create'), () => this.#studio.client.run('projects.create', { folder, name }));
  }

  /** A project with the sample collection, beside the person's other folders; the one of last time where there is one. */
  async createSamples(): Promise<void> {
    const { system, settings } = this.#studio;
    if (!system) return;
    const parent = settings.projectsFolder ?? joinPath(system.homeFolder, 'DeepStyle Studio');
    const folder = joinPath(parent, 'Sample collection');
    if (!(await this.create(folder, t('start.sampleName')))) return;
    if (this.#studio.project?.counts.images === 0) this.#studio.openImport([], true);
  }

  async close(): Promise<void> {
    await this.#studio.attempt(t('failed.close'), () => this.#studio.client.run('projects.close', {}));
    this.#studio.project = null;
    await this.#readRecent();
  }

  /** Takes a project off the list of recent ones. */
  async forget(folder: string): Promise<void> {
    this.#studio.recent = this.#studio.recent.filter((recent) => recent.folder !== folder);
    await this.#studio.attempt(t('failed.forget'), () => this.#studio.client.run('projects.forget', { folder }));
    await this.#readRecent();
  }

  async #enter(title: string, work: () => Promise<ProjectSummary>): Promise<boolean> {
    this.busy = true;
    const project = await this.#studio.attempt(title, work);
    this.busy = false;
    if (!project) return false;
    const { waiting } = this;
    this.dismiss();
    this.#studio.project = project;
    this.#studio.go('library');
    if (waiting) this.#studio.openImport(waiting);
    await this.#readRecent();
    return true;
  }

  async #readRecent(): Promise<void> {
    const recent = await this.#studio.attempt(t('failed.load'), () => this.#studio.client.run('projects.recent', {}));
    if (recent) this.#studio.recent = recent;
  }
}
