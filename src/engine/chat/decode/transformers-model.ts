import {
  AutoModelForCausalLM,
  AutoModelForImageTextToText,
  AutoTokenizer,
  type PreTrainedModel,
  type PreTrainedTokenizer,
} from '@huggingface/transformers';
import type { ComputeDevice } from '../../device.ts';
import type { EngineHost } from '../../host.ts';
import type { ChatManifest, Dtype } from '../../models/manifest.ts';
import {
  configureTransformers,
  explainLoadFailure,
  releaseTransformersFiles,
} from '../../models/load/transformers-runtime.ts';
import { checkConfig } from '../../models/load/check-config.ts';
import { describeWeights, openStoredGraph } from '../../models/load/open-stored-graph.ts';
import { readStoredJson } from '../../models/store/read-stored-file.ts';
import { addChatMl } from '../turns/chat-ml.ts';
import type { LanguageModel, Vocabulary } from '../language-model.ts';
import { loadPictureReader, type PictureReader } from '../vision/picture-reader.ts';
import { applyChatTemplate, boundTemplates, showPictures } from './apply-template.ts';
import { placeGraphs } from './place-graphs.ts';
import { createSession } from './transformers-session.ts';
import { readVocabularyFile } from './vocabulary-file.ts';

/**
 * Loads a model with transformers.js. Files come from the host's weight cache alone, never from the
 * network. Throws `weights_damaged` if a file is missing or broken, `limit_exceeded` for impossible
 * sizes, `out_of_memory`, `internal`.
 */
export async function loadTransformersModel(
  host: EngineHost,
  manifest: ChatManifest,
  device: ComputeDevice,
  dtype: Dtype,
): Promise<LanguageModel> {
  checkConfig(await readStoredJson(host, manifest, 'config.json'), manifest);
  const graph = await openStoredGraph(host, manifest, device, dtype);
  const readFailures = await configureTransformers(host, manifest, device, graph);
  const { repository, revision, capabilities } = manifest;
  const modelClass = capabilities.pictures ? AutoModelForImageTextToText : AutoModelForCausalLM;
  try {
    const [tokenizer, model] = await Promise.all([
      AutoTokenizer.from_pretrained(repository, { revision }),
      modelClass.from_pretrained(repository, {
        revision,
        ...placeGraphs(manifest, dtype, device),
        ...(graph && describeWeights(graph)),
      }),
    ]);
    const eyes = capabilities.pictures
      ? await loadPictureReader(repository, revision, model, tokenizer)
      : undefined;
    return createLanguageModel(tokenizer, model, eyes);
  } catch (thrown) {
    throw readFailures[0] ?? graph?.failures[0] ?? explainLoadFailure(thrown, manifest);
  } finally {
    releaseTransformersFiles();
  }
}

function createLanguageModel(
  tokenizer: PreTrainedTokenizer,
  model: PreTrainedModel,
  eyes?: PictureReader,
): LanguageModel {
  const endOfTurn = addChatMl(tokenizer);
  boundTemplates(tokenizer);
  const chatTemplate = typeof tokenizer.chat_template === 'string' ? tokenizer.chat_template : '';
  const encode = (text: string) => tokenizer.encode(text, { add_special_tokens: false });
  let vocabulary: Vocabulary | undefined;
  return {
    endTokens: new Set([model.generation_config?.eos_token_id ?? [], endOfTurn ?? []].flat()),
    chatTemplate,
    encodePrompt(messages, options = {}) {
      const text = applyChatTemplate(tokenizer, messages, options, eyes) + (options.prefix ?? '');
      return { text, tokens: eyes ? showPictures(text, messages, eyes, encode) : encode(text) };
    },
    ...(eyes && {
      lookAt: (pictures, signal) => eyes.read(pictures, signal),
      countPictureTokens: (picture) => eyes.tokensOf(picture).length,
    }),
    countTokens: (text) => encode(text).length,
    decode: (tokens) =>
      tokens.length === 0
        ? ''
        : tokenizer.decode([...tokens], {
            skip_special_tokens: true,
            clean_up_tokenization_spaces: false,
          }),
    readVocabulary: () =>
      (vocabulary ??= readVocabularyFile(
        tokenizer._tokenizerJSON,
        tokenizer._tokenizer.get_vocab(true),
      )),
    startSession: () => createSession(model, eyes),
    async dispose() {
      await model.dispose();
    },
  };
}
