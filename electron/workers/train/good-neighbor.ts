import { cpus } from 'node:os';

/** Processor time since some start, in milliseconds: of this process, and of all cores together. */
export interface ProcessorTimes {
  own: number;
  /** What was used, by anybody. */
  busy: number;
  /** What there was. */
  all: number;
  cores: number;
}

export function readProcessorTimes(): ProcessorTimes {
  const { user, system } = process.cpuUsage();
  const cores = cpus();
  const all = cores.reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq + times.idle, 0);
  const idle = cores.reduce((sum, { times }) => sum + times.idle, 0);
  return { own: (user + system) / 1000, busy: all - idle, all, cores: cores.length };
}

/** So much of a core more, or less, than the present choice leaves to others before the choice is changed. */
const hysteresis = 0.3;

/**
 * How many threads a training takes while other programs want some of the processor: what those leave, at least one. A
 * little more or less work of theirs changes nothing, since every change costs a moment.
 *
 * @param others  cores that other programs kept busy, 0 to `cores`
 * @param current threads that are in use now
 */
export function threadsBeside(others: number, cores: number, current: number): number {
  const free = cores - others;
  if (free >= current - 0.5 - hysteresis && free <= current + 0.5 + hysteresis) return current;
  return Math.min(cores, Math.max(1, Math.round(free)));
}

/** Watches how busy other programs keep the machine between two looks. */
export class GoodNeighbor {
  #last: ProcessorTimes;
  #threads: number;

  /** @param read may be replaced in tests */
  constructor(private readonly read: () => ProcessorTimes = readProcessorTimes) {
    this.#last = read();
    this.#threads = this.#last.cores;
  }

  /** @returns threads to take from now on; null where nothing changes */
  look(): number | null {
    const now = this.read();
    const before = this.#last;
    this.#last = now;
    const wall = (now.all - before.all) / now.cores;
    if (wall <= 0) return null;
    const others = Math.max(0, now.busy - before.busy - (now.own - before.own)) / wall;
    const threads = threadsBeside(others, now.cores, this.#threads);
    if (threads === this.#threads) return null;
    this.#threads = threads;
    return threads;
  }
}
