import { vi } from 'vitest';

/** What is waited for in tests comes within milliseconds; on a machine that trains meanwhile, within seconds. */
const patienceMs = 15_000;

/** Tries until nothing is thrown any more. @returns what was answered then */
export const eventually = <T>(tried: () => T | Promise<T>): Promise<T> => vi.waitFor(tried, { timeout: patienceMs });
