import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from './shells';
import type { OpenShell, Shell } from './shells';
import { StudioPage } from './studio-page';

/** A project whose dataset is frozen already: a training can begin at once. */
export class FrozenProject {
  /** Settings and the list of projects of a person who has opened nothing yet. */
  readonly user: string;
  readonly #project: string;
  #shell: OpenShell | undefined;

  private constructor(private readonly folder: string) {
    this.user = join(folder, 'user');
    this.#project = join(folder, 'Looks');
  }

  /** @param pictures a folder of crops, taken as they are */
  static async make(pictures: string): Promise<FrozenProject> {
    const made = new FrozenProject(await mkdtemp(join(tmpdir(), 'studio-frozen-')));
    const command = [join(root, 'out/main/cli.cjs'), 'dataset', made.#project, '--from', pictures];
    await promisify(execFile)(process.execPath, command, { env: { ...process.env, STUDIO_USER_FOLDER: made.user } });
    return made;
  }

  /** The window that was opened last. */
  get shell(): OpenShell {
    if (!this.#shell) throw new Error('No window was opened.');
    return this.#shell;
  }

  async open({ open }: Shell): Promise<OpenShell> {
    return (this.#shell = await open(this.user));
  }

  /** Opens a window and the project in it, as a person would, and goes where trainings are. */
  async openToTrain(kind: Shell, pictures: string): Promise<StudioPage> {
    const { page } = await this.open(kind);
    const studio = new StudioPage(page, pictures);
    await studio.button('Open project').first().click();
    const sheet = studio.sheet('Open project');
    await studio.chooseFolder(sheet, this.#project);
    await sheet.getByText(`Opens ${this.#project}`).waitFor();
    await sheet.getByRole('button', { name: 'Open project' }).click();
    await studio.go('Train');
    return studio;
  }

  async remove(): Promise<void> {
    await this.#shell?.close().catch(() => undefined);
    await rm(this.folder, { recursive: true, force: true });
  }
}
