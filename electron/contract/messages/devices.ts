/** Engines and devices: which was chosen and why, how each did, and what the doctor found. */
export const deviceMessages = {
  'place.onnx.cpu': 'the processor',
  'place.onnx.webgpu': 'the graphics card (WebGPU)',
  'place.onnx.cuda': 'the graphics card (CUDA)',
  'place.onnx.dml': 'the graphics card (DirectML)',
  'place.onnx.coreml': 'Core ML',
  'place.tensorflow.cpu': 'TensorFlow (processor)',
  'place.tensorflow.webgpu': 'TensorFlow (graphics card, WebGPU)',
  'place.tensorflow.cuda': 'TensorFlow (graphics card, CUDA)',
  'place.tensorflow.dml': 'TensorFlow (graphics card, DirectML)',
  'place.tensorflow.coreml': 'TensorFlow (Core ML)',

  'reason.asked': 'Asked for.',
  'reason.askedAlthough': 'Asked for, although {why}.',
  'reason.unmeasured': 'Nothing was measured on this machine yet: {place} runs everywhere.',
  'reason.fastest': 'Fastest here: {place}, {speed} images/s. {others}',
  'reason.fastestScaled': 'Fastest here, by a training of another size: {place}, {speed} images/s. {others}',
  'reason.slower': 'Slower: {place}, {speed} images/s against {best}.',
  'reason.refused': 'Not {place}: {why}.',
  'reason.before': 'This run trained on {place} before, and goes on there.',
  'reason.short': 'The run is too short for a comparison to pay: it trains on {place}.',
  'reason.failed': 'It trains on {place}, since {failed} failed: {why}',

  'tried.speed': '{speed} images/s',
  'tried.about': 'about {speed} images/s',
  'tried.busy': 'about {speed} images/s; other programs take {others} % of the processor now',
  'tried.notCompared': 'it could not be compared with the processor',
  'tried.wrong': 'it computes {name} as {found} where the processor finds {expected}',
  'tried.late': 'it did not finish two steps within {seconds} seconds',
  'tried.crashed': 'it crashed while making a step',
  'tried.noAdapter': 'no graphics adapter was found',
  'tried.noCudaLibrary': 'its CUDA library is not installed (npm run gpu fetches it)',
  'tried.noCuda': 'the CUDA 12 libraries of NVIDIA are not installed',
  'tried.noNvidia': 'no NVIDIA graphics card with a new enough driver was found',
  'tried.notInRuntime': 'this copy of ONNX Runtime does not know it',
  'tried.notInstalled': 'its native library is not installed',
  'tried.notLoaded': 'its native library cannot be loaded: {detail}',
  'tried.noBackEnd': 'its back end {name} does not start',
  'tried.noParts': 'it does not pass a batch in parts',
  'tried.libraryOn': 'its library runs on {device}',
  'tried.formsDiffer': 'it computes {name} as {found} in place of {expected}',

  'device.fails': 'The training cannot run on {device} here: {why}. Choose the device auto or cpu.',
  'device.processorFails': 'This processor cannot train in the fast form: {why}. Choose the form im2col.',
  'device.memory':
    'There is not enough memory for this training on {device}. Choose a smaller batch, width or picture size. ({detail})',
  'tensorflow.noParts':
    'The engine tensorflow cannot run this training: {why}. Choose microBatch 0, or the engine onnx.',
  'tensorflow.otherDevice':
    'The engine tensorflow cannot run on {asked} here: {why}. Choose the device auto or {device}, or the engine onnx.',
  'tensorflow.fails':
    'The engine tensorflow cannot run here: {why}. In a copy of the source, `npm run tensorflow` gets it on Linux; or choose the engine onnx.',
  'tensorflow.failed': 'TensorFlow failed: {why} Choose the engine onnx.',

  'doctor.machine': '{cores} cores, {memory} GiB memory, {platform}',
  'doctor.runtime': 'DeepStyle Studio {version}, Node {node}',
  'doctor.detector': '{title} {version} on {device}',
} as const;
