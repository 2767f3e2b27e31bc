import type { ProjectSummary, RecentProject } from '../../electron/contract/api/projects';
import { Settings } from '../../electron/contract/api/system';
import type { SystemInfo } from '../../electron/contract/api/system';
import { StudioError } from '../../electron/contract/errors';
import type { ConnectionStatus, StudioClient, StudioConnection } from '../api/studio-client';
import { JobsState } from './jobs.svelte';
import { NoticesState } from './notices.svelte';
import { hashOf, placeFromHash } from './rooms';
import type { Place, Room } from './rooms';
import { sayError, t } from '../text/text.svelte';

/** The studio as one window sees it: the open project, where the window stands, jobs, notices and settings. */
export class StudioState {
  #project = $state.raw<ProjectSummary | null>(null);
  recent = $state.raw<readonly RecentProject[]>([]);
  system = $state.raw<SystemInfo | null>(null);
  settings = $state.raw<Settings>(Settings.parse({}));
  /** False until the first answers are there. */
  ready = $state(false);
  connection = $state<ConnectionStatus>('connected');
  place = $state.raw<Place>({ room: 'library', item: null });
  /** What stands over the room and is about the program as a whole. */
  sheet = $state<'settings' | 'shortcuts' | 'doctor' | null>(null);
  /** Folders and files that the import wizard opens with; null while it is closed. */
  importing = $state.raw<{ paths: readonly string[]; samples: boolean } | null>(null);
  /** When the library's files were last looked for: not at every visit of a room. */
  #filesChecked = { project: '', atMs: -Infinity };
  readonly client: StudioClient;
  readonly pixelUrl: (path: string) => string;
  readonly pathOf: (file: File) => string | null;
  /** Tries a lost connection at once; none in a shell that cannot lose it. */
  readonly retry: (() => void) | undefined;
  readonly jobs: JobsState;
  readonly notices = new NoticesState();

  constructor(connection: StudioConnection) {
    this.client = connection.client;
    this.pixelUrl = connection.pixelUrl;
    this.pathOf = connection.pathOf;
    this.retry = connection.retry;
    this.jobs = new JobsState(this.client);
    this.client.on('project', (project) => (this.project = project));
    connection.onStatus((status) => {
      this.connection = status;
      if (status === 'connected') void this.load();
    });
  }

  get project(): ProjectSummary | null {
    return this.#project;
  }

  /** Nothing of a project outlives it in the window: its jobs, its way back, its address. */
  set project(next: ProjectSummary | null) {
    const before = this.#project;
    this.#project = next;
    if (before === null || before.id === next?.id) return;
    this.jobs.forgetEnded();
    this.notices.forgetNews();
    this.importing = null;
    this.go('library');
  }

  /** Reads everything that the frame shows; also after a lost connection. */
  async load(): Promise<void> {
    await this.attempt(t('failed.load'), async () => {
      const { client } = this;
      [this.system, this.settings, this.project, this.recent] = await Promise.all([
        client.run('system.info', {}),
        client.run('settings.get', {}),
        client.run('projects.current', {}),
        client.run('projects.recent', {}),
        this.jobs.refresh(),
      ]);
    });
    this.ready = true;
  }

  /**
   * Runs something for the person at the window: an error becomes a notice, a stop says nothing.
   * @param title what could not be done, in a few words
   */
  async attempt<T>(title: string, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      this.report(title, error);
      return undefined;
    }
  }

  report(title: string, error: unknown): void {
    const code = error instanceof StudioError ? error.code : null;
    if (code === 'aborted' || (error as Error | null)?.name === 'AbortError') return;
    // The strip at the bottom tells of a lost connection once, for all the calls that it took along.
    if (code === 'disconnected' && this.connection !== 'connected') return;
    const { system, project } = this;
    const details = [
      `${title}: ${error instanceof Error ? error.message : String(error)}`,
      `code ${code ?? 'internal'}`,
      `DeepStyle Studio ${system?.version ?? ''} (${system?.shell ?? ''}), ${system?.platform ?? ''}, Node ${system?.node ?? ''}`,
      `${navigator.userAgent}`,
      `project ${project?.folder ?? 'none'}, ${JSON.stringify(project?.counts ?? {})}`,
      `at ${location.hash}, ${new Date().toISOString()}`,
      ...(system?.shell === 'electron' ? [`log in ${system.userFolder}, logs/studio.log`] : []),
    ].join('\n');
    this.notices.error(title, sayError(error), code, details);
  }

  /** Photos may have moved since the library was last looked at; a minute ago is recent enough. */
  async checkFiles(): Promise<void> {
    if (!this.project || this.project.counts.images === 0) return;
    const { project, atMs } = this.#filesChecked;
    const now = performance.now();
    if (project === this.project.id && now - atMs < 60_000) return;
    this.#filesChecked = { project: this.project.id, atMs: now };
    await this.attempt(t('failed.library'), () => this.client.run('images.checkFiles', {}));
  }

  go(room: Room, item: string | number | null = null): void {
    this.place = { room, item: item === null ? null : String(item) };
    const hash = hashOf(this.place);
    if (location.hash !== hash) location.hash = hash;
  }

  /** Follows the address: back, forward and reload. */
  followHash(): () => void {
    const follow = () => (this.place = placeFromHash(location.hash));
    follow();
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }

  async changeSettings(change: Partial<Settings>): Promise<void> {
    this.settings = { ...this.settings, ...change };
    await this.attempt(t('failed.settings'), () => this.client.run('settings.set', change));
  }

  /** @param samples draws the sample collection at once, in place of asking for folders */
  openImport(paths: readonly string[] = [], samples = false): void {
    this.importing = { paths, samples };
  }
}
