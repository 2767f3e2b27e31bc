import '@fontsource-variable/inter/wght.css';
import './tokens.css';
import './app.css';
import './controls.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { connectStudio } from './api/connect';

async function open(target: HTMLElement): Promise<void> {
  mount(App, { target, props: { connection: await connectStudio() } });
}

void open(document.getElementById('app')!);
