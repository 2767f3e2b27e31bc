import { expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import FolderPicker from './FolderPicker.svelte';
import { eventually } from '../testing/eventually';

const texts = {
  path: 'Folder',
  up: 'Up',
  empty: 'No folders in here',
  folders: 'Folders',
  pictures: (count: number) => `${count} pictures`,
  project: 'Project',
  problem: String,
};
const field = page.getByRole('textbox', { name: 'Folder' });

/** A disk that answers when it is told to. */
function slowDisk() {
  const waiting = new Map<string, () => void>();
  const list = (folder = '/home/you') =>
    new Promise<{ folder: string; parent: null; folders: []; pictures: number }>((resolve, reject) =>
      waiting.set(folder, () =>
        folder.startsWith('/none')
          ? reject(new Error(`${folder} does not exist`))
          : resolve({ folder, parent: null, folders: [], pictures: 3 }),
      ),
    );
  return { list, waiting };
}

test('a late answer takes the place of nothing that was asked for after it', async () => {
  const { list, waiting } = slowDisk();
  const looked = vi.fn();
  await render(FolderPicker, { list, texts, onlook: looked });
  await userEvent.fill(field, '/photos');
  await userEvent.keyboard('{Enter}');
  await eventually(() => expect([...waiting.keys()]).toEqual(['/home/you', '/photos']));
  waiting.get('/photos')!();
  await eventually(() => expect(looked).toHaveBeenLastCalledWith(expect.objectContaining({ folder: '/photos' })));
  waiting.get('/home/you')!();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(looked).toHaveBeenLastCalledWith(expect.objectContaining({ folder: '/photos' }));
  await expect.element(field).toHaveValue('/photos');
});

test('while a path is typed no folder is chosen; once the hand rests it is the typed one', async () => {
  const { list, waiting } = slowDisk();
  const looked = vi.fn();
  await render(FolderPicker, { list, texts, onlook: looked });
  await eventually(() => expect(waiting.size).toBe(1));
  waiting.get('/home/you')!();
  await eventually(() => expect(looked).toHaveBeenLastCalledWith(expect.objectContaining({ folder: '/home/you' })));
  await userEvent.fill(field, '/none');
  expect(looked).toHaveBeenLastCalledWith(expect.objectContaining({ folder: '' }));
  await eventually(() => expect(waiting.has('/none')).toBe(true));
  waiting.get('/none')!();
  await new Promise((resolve) => setTimeout(resolve, 50));
  await expect.element(page.getByRole('alert')).not.toBeInTheDocument();
  await userEvent.fill(field, '/photos/');
  await eventually(() => expect(waiting.has('/photos/')).toBe(true));
  waiting.get('/photos/')!();
  await eventually(() => expect(looked).toHaveBeenLastCalledWith(expect.objectContaining({ pictures: 3 })));
  await expect.element(field).toHaveValue('/photos/');
});
