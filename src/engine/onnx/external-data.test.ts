import { describe, expect, it } from 'vitest';
import { OnnxGraph, TYPE } from '../../../e2e/fixtures/onnx-graph.ts';
import { describeRepository } from '../repositories/describe-repository.ts';
import { findByGraph, listExternalData } from './external-data.ts';
import { openFolderHub, type GivenFile } from '../models/hub/folder-hub.ts';

const never = new AbortController().signal;

describe('weights beside a graph are known by name', () => {
  it.each(['_data', '_data_1', '.data', '.data.0', '_data.1', '.weights', '.bin'])(
    'model_q4.onnx%s',
    (ending) => {
      const path = `onnx/model_q4.onnx${ending}`;
      expect(
        listExternalData(
          ['onnx/model_q4.onnx', path, `onnx/model.onnx${ending}`],
          'onnx/model_q4.onnx',
        ),
      ).toEqual([path]);
    },
  );

  it.each(['onnx/model_q4.data', 'onnx/model_q4_data', 'onnx/weights.pb'])('%s', (path) =>
    expect(
      listExternalData([path, 'weights.pb', 'other/weights.pb'], 'onnx/model_q4.onnx'),
    ).toEqual([path]),
  );

  it("another graph's weights are ignored", () => {
    const others = [
      'onnx/model_q4f16.onnx',
      'onnx/model_q4f16.onnx_data',
      'onnx/model_q4.onnx',
      'onnx/model.onnx_date',
      'onnx/model.json',
    ];
    expect(listExternalData(others, 'onnx/model.onnx')).toEqual([]);
  });
});

describe('an import asks the graph itself', () => {
  /** Files of a chat model whose graph says that its weights are in `location`. */
  function givenFiles(location: string): GivenFile[] {
    const graph = new OnnxGraph();
    const x = graph.input('x', TYPE.f32, [1, 64]);
    const weights = graph.weights(TYPE.f32, [64, 64], new Float32Array(4096).fill(1));
    graph.op('MatMul', [x, weights], {}, 'y');
    graph.output('y', TYPE.f32, [1, 64]);
    const encoded = [...graph.encode(17, [location])].map(([name, bytes]) => ({
      path: `onnx/${name === '' ? 'model_q4.onnx' : name}`,
      body: new Blob([bytes]),
    }));
    const config = {
      architectures: ['LlamaForCausalLM'],
      model_type: 'llama',
      max_position_embeddings: 64,
    };
    return [
      { path: 'config.json', body: new Blob([JSON.stringify(config)]) },
      { path: 'tokenizer.json', body: new Blob(['{}']) },
      ...encoded,
    ];
  }
  async function describeFiles(files: GivenFile[]) {
    const hub = await openFolderHub(
      { repository: 'a/b', commit: undefined, files },
      never,
      () => undefined,
    );
    const find = findByGraph((path) => files.find((file) => file.path === path)?.body);
    const { variants } = await describeRepository(hub, 'a/b', 'main', never, find);
    return variants[0]?.files.map(({ path }) => path);
  }

  it.each([
    'model_q4.onnx.data',
    'model_q4.onnx_data',
    'model.data',
    'weights.pb',
    'anything at all',
  ])('%s', async (name) => {
    expect(await describeFiles(givenFiles(name))).toEqual(['onnx/model_q4.onnx', `onnx/${name}`]);
  });

  it('missing weights named by the graph are reported', async () => {
    const files = givenFiles('lost.bin').filter(({ path }) => !path.includes('lost'));
    await expect(describeFiles(files)).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('onnx/lost.bin') as string,
    });
  });
});
