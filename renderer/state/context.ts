import { getContext, setContext } from 'svelte';
import type { StudioState } from './studio.svelte';

const key = Symbol('studio');

export const provideStudio = (studio: StudioState) => setContext(key, studio);
export const useStudio = () => getContext<StudioState>(key);
