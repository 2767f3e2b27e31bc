/** How a command speaks: JSON lines for programs, sentences and a progress line for people. */
export class Output {
  #progressShown = false;

  constructor(private readonly json: boolean) {}

  get isJson(): boolean {
    return this.json;
  }

  /** One line of --json output; nothing for people. */
  record(value: unknown): void {
    if (this.json) process.stdout.write(`${JSON.stringify(value)}\n`);
  }

  /** A sentence for people; nothing with --json. */
  say(sentence: string): void {
    if (this.json) return;
    this.#clear();
    process.stdout.write(`${sentence}\n`);
  }

  /** Something that went wrong, on standard error for both. */
  warn(sentence: string): void {
    this.#clear();
    process.stderr.write(`${sentence}\n`);
  }

  /** The state of a job, on one line that is overwritten. Only on a terminal. */
  progress(done: number, total: number, detail: string): void {
    if (!process.stderr.isTTY) return;
    const width = 24;
    const filled = total > 0 ? Math.round((done / total) * width) : 0;
    const line = `${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${done}/${total}  ${detail}`;
    process.stderr.write(`\r\u001b[K${line.slice(0, (process.stderr.columns ?? 80) - 1)}`);
    this.#progressShown = true;
  }

  #clear(): void {
    if (this.#progressShown) process.stderr.write('\r\u001b[K');
    this.#progressShown = false;
  }
}

/** `1 photo`, `2 photos`, `1,753 photos`. */
export const plural = (count: number, one: string, many = `${one}s`) =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

/** A duration for people: `40 s`, `3 min`, `2 h 10 min`. */
export function duration(ms: number | null): string {
  if (ms === null || !Number.isFinite(ms)) return '';
  const seconds = Math.round(ms / 1000);
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `181 images/s, 2 min left`. */
export const pace = ({ imagesPerSecond, etaMs }: { imagesPerSecond: number; etaMs: number | null }) =>
  [
    `${imagesPerSecond < 10 ? imagesPerSecond.toFixed(1) : Math.round(imagesPerSecond)} images/s`,
    etaMs === null ? '' : `${duration(etaMs)} left`,
  ]
    .filter(Boolean)
    .join(', ');
