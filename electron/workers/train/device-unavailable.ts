import { StudioError } from '../../contract/errors';

/** An engine or a device that does not work here. */
export class DeviceUnavailable extends StudioError {
  /**
   * @param where  e.g. "The training cannot run on webgpu here"
   * @param why    short, without a full stop: "no graphics adapter was found"
   * @param remedy a sentence
   */
  constructor(
    where: string,
    readonly why: string,
    remedy: string,
    options?: { cause?: unknown },
  ) {
    super('device-unavailable', `${where}: ${why}. ${remedy}`, options);
  }
}

/** What ONNX Runtime's messages mean to a person. */
const meanings: readonly [RegExp, string][] = [
  [/No supported adapters|Failed to get a WebGPU adapter/i, 'no graphics adapter was found'],
  [
    /_Cuda: Failed to load shared library|onnxruntime_providers_cuda/i,
    'its CUDA library is not installed (npm run gpu fetches it)',
  ],
  [/libcud(a|nn|art)|libcublas|libcufft/i, 'the CUDA 12 libraries of NVIDIA are not installed'],
  [
    /no CUDA-capable device|CUDA driver version is insufficient/i,
    'no NVIDIA graphics card with a new enough driver was found',
  ],
  [
    /backend not found|not supported|not available|is not (built|enabled)|unknown execution provider/i,
    'this copy of ONNX Runtime does not know it',
  ],
];

/** The native library's message in few words: a known one's meaning, else its first line without the source file it came from. */
export function shortReason(message: string): string {
  const known = meanings.find(([pattern]) => pattern.test(message));
  if (known) return known[1];
  const first = message.trim().split('\n')[0] ?? '';
  return first.replace(/^\/\S+:\d+ .*? was false\. /, '').replace(/\.$/, '');
}
