import type { Method, Parsed, Progress, Result } from '../contract/api';
import type { CallContext } from '../contract/method';
import type { JobRequest, Lane } from './jobs';
import type { StudioState } from './studio-state';

/**
 * Makes a handler of a job: queued in its lane, recorded, reported ten times a second, and followed by an event with
 * the project's new counts. Where it trains or detects, paused trainings make room for it first.
 *
 * @param isStopped see {@link JobRequest}
 */
export function job<M extends Method>(
  state: StudioState,
  method: M,
  lane: Lane,
  work: (params: Parsed<M>, context: CallContext<Progress<M>>) => Promise<Result<M>>,
  isStopped?: JobRequest<Result<M>>['isStopped'],
) {
  return async (params: Parsed<M>, context: CallContext<Progress<M>>): Promise<Result<M>> => {
    try {
      // A paused training would keep its lane, its memory and its device for as long as it is paused.
      if (lane === 'train' || lane === 'detect') await state.runs.releasePaused();
      return await state.jobs.run<Result<M>>({
        method,
        params,
        lane,
        signal: context.signal,
        report: (progress: never) => {
          context.report(progress);
          state.changedSoon();
        },
        work: (inner) => work(params, inner as CallContext<Progress<M>>),
        ...(isStopped && { isStopped }),
      });
    } finally {
      state.changed();
    }
  };
}
