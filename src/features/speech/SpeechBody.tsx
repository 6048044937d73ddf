import { useStore } from 'zustand';
import { EmptySpeech } from './EmptySpeech.tsx';
import { OpenReadingView } from './reader/OpenReadingView.tsx';
import type { SpeechPartProps, SpeechScreenProps } from './SpeechScreen.tsx';
import { toDraft } from './store/new-reading.ts';
import type { OpenReading } from './store/speech-state.ts';
import { TextEditor } from './text/TextEditor.tsx';
import { useSpeakingModel } from './use-speaking-model.ts';
import { nameVoice } from './voices/name-voice.ts';

/** The reading that is open, else the text that is being prepared. */
export function SpeechBody(props: SpeechPartProps) {
  const { open, speak } = useStore(props.store);
  const { draft, write, replace } = useStore(props.draft);
  const { text } = draft;
  const origin = open ? open.reading.origin : draft.origin;
  return (
    <div data-scroller className="flex min-h-0 flex-1 flex-col overflow-y-auto px-4 sm:px-6">
      {(open !== null || text !== '') && (
        <h1 className="sr-only">{open?.reading.title ?? 'Speech'}</h1>
      )}
      {origin && (
        <div className="mx-auto w-full max-w-[44rem] pt-3">{props.renderOrigin(origin)}</div>
      )}
      {open ? (
        <OpenedReading {...props} open={open} />
      ) : (
        <>
          {text === '' && <EmptySpeech onTry={(example) => replace({ text: example })} />}
          <TextEditor
            text={text}
            onChange={write}
            onOpenFile={(chosen) => void props.file.open(chosen)}
            onSpeak={() => void speak(text, draft)}
            onFocus={props.onWarmUp}
          />
        </>
      )}
    </div>
  );
}

function OpenedReading(props: SpeechScreenProps & { open: OpenReading }) {
  const { store, draft, modelId, voice, open } = props;
  const { close, speakAgain, readFrom } = useStore(store);
  const { reading } = open;
  const voiceName = nameVoice(useSpeakingModel(props, modelId), voice);
  const heardBy = nameVoice(useSpeakingModel(props, reading.model), reading.voice);
  const isOtherVoice = reading.model !== modelId || heardBy !== voiceName;
  function edit(): void {
    draft.getState().replace(toDraft(reading));
    close();
  }
  return (
    <OpenReadingView
      open={open}
      player={props.player}
      voiceName={heardBy}
      otherVoiceName={isOtherVoice ? voiceName : null}
      onReadAgain={() => void speakAgain()}
      onEdit={edit}
      onReadFrom={readFrom}
    />
  );
}
