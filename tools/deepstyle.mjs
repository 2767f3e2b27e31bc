#!/usr/bin/env node
import { createRequire } from 'node:module';
import { at } from './root.mjs';
import { setUp } from './setup.mjs';
import { fail } from './terminal.mjs';

// `npm run deepstyle` moves to the repository; paths are meant from where the person is.
const { npm_lifecycle_event: script, INIT_CWD: calledFrom } = process.env;
if ((script === 'deepstyle' || script === 'demo') && calledFrom) process.chdir(calledFrom);

setUp()
  .then(() => createRequire(import.meta.url)(at('out/main/cli.cjs')))
  .catch(fail);
