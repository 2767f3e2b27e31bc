import type { Tensor } from 'onnxruntime-node';
import type { TrainConfig } from '../../contract/training';
import type { Judgement } from '../../ml/gan/adaptive-augmentation';
import { buildJudgement, judgementInputs, judgementOutputs } from '../../ml/gan/judgement-model';
import type { FormName } from '../../ml/gan/training-step';
import { OnnxSession, type Device } from './onnx-session';
import type { JudgedBatch } from './onnx-trainer';

/** Asks the discriminator about pictures that it does not learn from. */
export class Judge {
  private constructor(
    private readonly session: OnnxSession,
    private readonly reads: readonly string[],
  ) {}

  /** @param count pictures of each kind that are judged at once @throws {StudioError} `device-unavailable`, `out-of-memory` */
  static async create(config: TrainConfig, count: number, form: FormName, device: Device): Promise<Judge> {
    const { graph, reads } = buildJudgement(config, count, form);
    // Now and then: what it takes must not stay taken beside the training.
    return new Judge(await OnnxSession.create(graph, device, config.threads, 'now and then'), reads);
  }

  /** @param state both networks' arrays by name, in the form's layout */
  async judge(state: Readonly<Record<string, Tensor>>, { known, heldOut, noise }: JudgedBatch): Promise<Judgement> {
    const { session } = this;
    const results = await session.run({
      ...Object.fromEntries(this.reads.map((name) => [name, state[name] as Tensor])),
      [judgementInputs.known]: session.tensor(judgementInputs.known, known),
      [judgementInputs.heldOut]: session.tensor(judgementInputs.heldOut, heldOut),
      [judgementInputs.noise]: session.tensor(judgementInputs.noise, noise),
    });
    const means = judgementOutputs.map((name) => [name, (results[name] as Tensor).data[0] as number]);
    return Object.fromEntries(means) as Record<(typeof judgementOutputs)[number], number>;
  }

  async release(): Promise<void> {
    await this.session.release();
  }
}
