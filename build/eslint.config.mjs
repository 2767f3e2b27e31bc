import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import { layering } from './lint/layering.mjs';

const typed = ['electron/**/*.ts', 'resources/**/*.ts', 'renderer/**/*.ts', 'bench/**/*.ts', 'e2e/**/*.ts'];

export default ts.config(
  { ignores: ['out/', 'release/', 'artifacts/', 'node_modules/', 'tools/detector/'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.node } } },
  {
    files: ['**/*.ts', '**/*.svelte', '**/*.mjs'],
    plugins: { studio: { rules: { layering } } },
    rules: {
      'studio/layering': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
  {
    files: typed,
    languageOptions: { parserOptions: { projectService: true, extraFileExtensions: ['.svelte'] } },
    rules: { '@typescript-eslint/no-floating-promises': 'error', '@typescript-eslint/no-misused-promises': 'error' },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      globals: { ...globals.browser },
      parserOptions: { parser: ts.parser, projectService: true, extraFileExtensions: ['.svelte'] },
    },
    rules: { '@typescript-eslint/no-floating-promises': 'error' },
  },
  {
    files: ['renderer/**'],
    languageOptions: { globals: { ...globals.browser } },
    // Sets and maps of the state classes are replaced whole ($state.raw) or are no state at all.
    rules: { 'svelte/prefer-svelte-reactivity': 'off' },
  },
  {
    // The environment is read in shells alone, and only the logger and the command line write to the console.
    files: ['electron/**/*.ts', 'renderer/**'],
    ignores: ['electron/main/**', 'electron/cli/**', 'electron/web/**', 'electron/testing/**', '**/*.test.ts'],
    rules: {
      'no-console': 'error',
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Read it in a shell and pass it on.' },
      ],
    },
  },
  {
    // Whoever reads Chinese gets these sentences too: contract/messages.ts has them all.
    files: ['electron/core/**/*.ts', 'electron/storage/**/*.ts', 'electron/workers/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'NewExpression[callee.name="StudioError"][arguments.1.type=/^(Literal|TemplateLiteral|BinaryExpression)$/]',
          message: 'A person may read this: add a sentence to contract/messages.ts and pass say(...).',
        },
      ],
    },
  },
);
