import { StudioError } from '../../contract/errors';
import { type Said, say } from '../../contract/said';

/** An engine or a device that does not work here. */
export class DeviceUnavailable extends StudioError {
  /** @param why part of the message, short and without a full stop: "no graphics adapter was found" */
  constructor(
    message: Said,
    readonly why: Said | string,
    options?: { cause?: unknown },
  ) {
    super('device-unavailable', message, options);
  }
}

/** What ONNX Runtime's messages mean to a person. */
const meanings: readonly [RegExp, Said][] = [
  [/No supported adapters|Failed to get a WebGPU adapter/i, say('tried.noAdapter')],
  [/_Cuda: Failed to load shared library|onnxruntime_providers_cuda/i, say('tried.noCudaLibrary')],
  [/libcud(a|nn|art)|libcublas|libcufft/i, say('tried.noCuda')],
  [/no CUDA-capable device|CUDA driver version is insufficient/i, say('tried.noNvidia')],
  [
    /backend not found|not supported|not available|is not (built|enabled)|unknown execution provider/i,
    say('tried.notInRuntime'),
  ],
];

/** The native library's message in few words: a known one's meaning, else its first line without the source file it came from. */
export function shortReason(message: string): Said | string {
  const known = meanings.find(([pattern]) => pattern.test(message));
  if (known) return known[1];
  const first = message.trim().split('\n')[0] ?? '';
  return first.replace(/^\/\S+:\d+ .*? was false\. /, '').replace(/\.$/, '');
}
