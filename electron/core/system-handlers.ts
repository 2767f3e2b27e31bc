import { availableParallelism, homedir, totalmem } from 'node:os';
import { resolve } from 'node:path';
import type { projectMethods } from '../contract/api/projects';
import type { systemMethods } from '../contract/api/system';
import { StudioError } from '../contract/errors';
import { say } from '../contract/said';
import type { Handlers } from '../contract/method';
import { examine } from './doctor';
import { job } from './job';
import { listFolders } from './list-folders';
import { forgetProject, readRecent } from './recent-projects';
import { changeSettings, readSettings } from './settings';
import type { StudioState } from './studio-state';

export const projectHandlers = (state: StudioState): Handlers<typeof projectMethods> => ({
  'projects.create': async ({ folder, name }) => (await state.open(folder, { create: true, name })).summary(),
  'projects.open': async ({ folder }) => (await state.open(folder, { create: false })).summary(),
  'projects.close': async () => {
    await state.close();
    return {};
  },
  'projects.current': () => state.openProject?.summary() ?? null,
  'projects.recent': () => readRecent(state.options.userFolder),
  'projects.forget': async ({ folder }) => {
    await forgetProject(state.options.userFolder, folder);
    return {};
  },
});

export function systemHandlers(state: StudioState): Handlers<typeof systemMethods> {
  const { shell, userFolder, version } = state.options;
  return {
    'system.info': () => ({
      version,
      shell: shell.name,
      platform: `${process.platform} ${process.arch}`,
      node: process.versions.node,
      cores: availableParallelism(),
      memoryMiB: Math.round(totalmem() / 2 ** 20),
      nativeDialogs: shell.chooseFolder !== undefined,
      homeFolder: homedir(),
      userFolder,
    }),
    'system.chooseFolder': ({ title }) => {
      if (!shell.chooseFolder) throw new StudioError('not-permitted', say('shell.noDialog'));
      return shell.chooseFolder(title);
    },
    'system.listFolders': ({ folder }) => listFolders(folder),
    'system.reveal': async ({ path }) => {
      if (!shell.reveal) throw new StudioError('not-permitted', say('shell.noFiles'));
      await shell.reveal(resolve(path));
      return {};
    },
    'system.doctor': job(state, 'system.doctor', 'none', (_params, context) => examine(state, context)),
    'settings.get': () => readSettings(userFolder),
    'settings.set': async (change) => {
      const settings = await changeSettings(userFolder, change);
      state.emit('settings', settings);
      return settings;
    },
    'jobs.list': () => state.listJobs(),
    'jobs.abort': ({ jobId }) => {
      state.jobs.abort(jobId);
      return {};
    },
  };
}
