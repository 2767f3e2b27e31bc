/** Holds a training between two steps. */
export class PauseSwitch {
  #paused = false;
  #wake: (() => void)[] = [];

  get paused(): boolean {
    return this.#paused;
  }

  pause(): void {
    this.#paused = true;
  }

  continue(): void {
    this.#paused = false;
    for (const wake of this.#wake.splice(0)) wake();
  }

  /** Resolves when the pause is over, or the signal fires. */
  async wait(signal: AbortSignal): Promise<void> {
    while (this.#paused && !signal.aborted)
      await new Promise<void>((resolve) => {
        this.#wake.push(resolve);
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
  }
}
