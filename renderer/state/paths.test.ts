import { expect, test } from 'vitest';
import { baseName, folderName, joinPath, parentPath } from './paths';

test('paths are joined as their machine writes them', () => {
  expect(joinPath('/home/you', 'Spring')).toBe('/home/you/Spring');
  expect(joinPath('/', 'Spring')).toBe('/Spring');
  expect(joinPath('C:\\Users\\you', 'Spring')).toBe('C:\\Users\\you\\Spring');
  expect(joinPath('C:\\', 'Spring')).toBe('C:\\Spring');
});

test('a file is called by the last part of its path', () => {
  expect(baseName('/a/b/look 1.jpg')).toBe('look 1.jpg');
  expect(baseName('C:\\a\\look.jpg')).toBe('look.jpg');
});

test('a project may be called anything; its folder cannot', () => {
  expect(folderName('  Spring / Summer: "26"  ')).toBe('Spring Summer 26');
  expect(folderName('ends with a dot.')).toBe('ends with a dot');
  expect(folderName('春夏')).toBe('春夏');
  expect(folderName('???')).toBe('');
});

test('the folder above a path, whatever the system', () => {
  expect(parentPath('/home/you/Photos')).toBe('/home/you/');
  expect(parentPath('/home/you/')).toBe('/home/');
  expect(parentPath('/')).toBeNull();
  expect(parentPath('C:\\Users\\you')).toBe('C:\\Users\\');
  expect(parentPath('C:\\')).toBeNull();
});
