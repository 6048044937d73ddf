import { ArrowDown, PanelLeft, SlidersHorizontal, SquarePen } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { findModel } from '../../engine-client/list-models.ts';
import type { ModelsClient } from '../../engine-client/models-client.ts';
import type { ModelsState } from '../../engine-client/models-state.ts';
import type { Observable } from '../../engine-client/observable.ts';
import { describePlace, type DeviceInfo } from '../../engine/device.ts';
import { describeError } from '../../engine/error-sentences.ts';
import type { StoredMessage } from '../../storage/conversations.ts';
import type { DraftStorage } from '../../storage/drafts.ts';
import type { Preset } from '../../storage/presets.ts';
import { Button } from '../../ui/Button.tsx';
import { joinClasses } from '../../ui/class-names.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { useMedia } from '../../ui/use-media.ts';
import { ChatSettingsPanel } from './ChatSettingsPanel.tsx';
import type { AnswerLink } from './answer-link.ts';
import type { ChatStore, Run } from './chat-store.ts';
import { Composer, type ComposerHandle } from './Composer.tsx';
import { ContextMeter } from './ContextMeter.tsx';
import { writeConversationsFile, writeMarkdown } from './conversation-files.ts';
import { ConversationList } from './ConversationList.tsx';
import { EmptyChat } from './EmptyChat.tsx';
import { groupSiblings, listBranch } from './message-tree.ts';
import { MessageView, type MessageActions } from './MessageView.tsx';
import { ReadAnswersSwitch } from './ReadAnswersSwitch.tsx';
import type { ReadAloud } from './read-aloud.ts';
import { RunStatus } from './RunStatus.tsx';
import { useAddedFiles, type AddedFiles } from './use-added-files.ts';
import { useStickToEnd } from './use-stick-to-end.ts';

export interface ChatScreenProps {
  store: ChatStore;
  models: ModelsClient;
  device: Observable<DeviceInfo | null>;
  drafts: DraftStorage;
  /** From the address; `null` for a new chat. */
  conversationId: string | null;
  modelId: string;
  presets: readonly Preset[];
  isPanelOpen: boolean;
  hrefOf(conversationId: string | null): string;
  /** `replace`: in place of the present address, to which there is no way back. */
  onNavigate(conversationId: string | null, options?: { replace: boolean }): void;
  onChangePresets(presets: readonly Preset[]): void;
  onTogglePanel(isOpen: boolean): void;
  /** What the first question brings, where that is to be said; else empty. */
  cost: string;
  /** Gets the chosen model ready before the first question. */
  onWarmUp(): void;
  /** Speaks answers. */
  readAloud: ReadAloud;
  /** Answers are read aloud as they are written. */
  readsAnswers: boolean;
  onReadAnswers(readsAnswers: boolean): void;
  /** A link in an answer: the names of guide-texts.ts. */
  onAction(action: string): void;
  resolveLink(link: { label: string; action: string }): AnswerLink;
  /** Chooses the model, at the left of the header. */
  modelPicker: React.ReactNode;
  /** The device chip, at the right of the header. */
  headerEnd: React.ReactNode;
}

export function ChatScreen(props: ChatScreenProps) {
  const { store, models, conversationId, modelId, onNavigate } = props;
  const state = useStore(store);
  const modelsState = useStore(models.state);
  const [isListOpen, setListOpen] = useState(false);
  useAddress(store, conversationId, onNavigate);
  const isWide = useMedia(WIDE);

  const conversation = state.conversations?.find(({ id }) => id === conversationId);
  const branch = listBranch(state.messages, conversation?.leafId ?? null);
  const nameOfModel = (id: string) => findModel(modelsState, 'chat', id)?.title ?? id;
  const list = <List {...props} nameOfModel={nameOfModel} onDone={() => setListOpen(false)} />;
  const panel = (
    <ChatSettingsPanel
      settings={conversation?.settings ?? (conversationId ? {} : state.newSettings)}
      manifest={findModel(modelsState, 'chat', modelId)}
      presets={props.presets}
      onChange={(settings) => void state.changeSettings(settings)}
      onSavePreset={(name, settings) =>
        props.onChangePresets([...props.presets, { id: crypto.randomUUID(), name, settings }])
      }
      onRemovePreset={(id) => props.onChangePresets(props.presets.filter((preset) => preset.id !== id))}
    />
  );

  return (
    <div className="flex h-full min-w-0">
      <div className="hidden w-64 shrink-0 border-r lg:block">{list}</div>
      <Dialog isOpen={isListOpen} onOpenChange={setListOpen} title="Conversations" isTitleHidden place="left">
        {list}
      </Dialog>
      <section aria-label="Chat" className="flex min-w-0 flex-1 flex-col">
        <Header {...props} onOpenList={() => setListOpen(true)} />
        <Conversation
          {...props}
          title={conversation?.title ?? ''}
          branch={branch}
          modelsState={modelsState}
          nameOfModel={nameOfModel}
        />
      </section>
      {props.isPanelOpen && isWide && (
        <aside aria-label="Chat settings" className="w-72 shrink-0 border-l">
          {panel}
        </aside>
      )}
      <Dialog
        isOpen={props.isPanelOpen && !isWide}
        onOpenChange={props.onTogglePanel}
        title="Chat settings"
        place="right"
      >
        {panel}
      </Dialog>
    </div>
  );
}

/** The list with what it does. */
function List({
  store,
  conversationId,
  hrefOf,
  onNavigate,
  nameOfModel,
  onDone,
}: ChatScreenProps & { nameOfModel(id: string): string; onDone(): void }) {
  const state = useStore(store);
  async function exportOne(id: string, format: 'markdown' | 'json') {
    const [whole] = await state.readWhole(id);
    if (!whole) return;
    const { conversation, messages } = whole;
    const branch = listBranch(
      Object.fromEntries(messages.map((message) => [message.id, message])),
      conversation.leafId,
    );
    if (format === 'json') saveFile(conversation.title, 'json', writeConversationsFile([whole]), 'application/json');
    else saveFile(conversation.title, 'md', writeMarkdown(conversation, branch, nameOfModel), 'text/markdown');
  }
  return (
    <ConversationList
      conversations={state.conversations}
      openId={conversationId}
      removedTitle={state.removed?.conversation.title ?? null}
      hrefOf={hrefOf}
      onNew={() => {
        onNavigate(null);
        onDone();
      }}
      onOpen={onDone}
      onRename={(id, title) => void state.rename(id, title)}
      onRemove={(id) => void state.remove(id)}
      onUndoRemove={() => void state.undoRemove()}
      onExport={(id, format) => void exportOne(id, format)}
      onExportAll={() =>
        void state
          .readWhole()
          .then((all) => saveFile('Triptych conversations', 'json', writeConversationsFile(all), 'application/json'))
      }
      onImport={(file) => void file.text().then(state.importFile)}
      search={state.search}
    />
  );
}

function Header(props: ChatScreenProps & { onOpenList(): void }) {
  return (
    <header className="flex min-h-14 shrink-0 flex-wrap items-center gap-1 border-b px-3 sm:px-4">
      <IconButton label="Conversations" side="bottom" className="lg:hidden" onClick={props.onOpenList}>
        <PanelLeft />
      </IconButton>
      <IconButton label="New chat" side="bottom" className="mr-1 lg:hidden" onClick={() => props.onNavigate(null)}>
        <SquarePen />
      </IconButton>
      <div className="min-w-0 flex-1 max-[22.5rem]:order-last max-[22.5rem]:basis-full">{props.modelPicker}</div>
      <ReadAnswersSwitch isOn={props.readsAnswers} onChange={props.onReadAnswers} />
      <IconButton
        label="Chat settings"
        side="bottom"
        aria-pressed={props.isPanelOpen}
        className="mr-1 aria-pressed:bg-sunken aria-pressed:text-ink"
        onClick={() => props.onTogglePanel(!props.isPanelOpen)}
      >
        <SlidersHorizontal />
      </IconButton>
      {props.headerEnd}
    </header>
  );
}

interface ConversationProps extends ChatScreenProps {
  title: string;
  branch: readonly StoredMessage[];
  modelsState: ModelsState;
  nameOfModel(id: string): string;
}

/** The messages and where the next one is written. */
function Conversation(props: ConversationProps) {
  const { store, branch, conversationId, modelId, modelsState, nameOfModel } = props;
  const state = useStore(store);
  const deviceInfo = useStore(props.device);
  const aloud = useStore(props.readAloud.state);
  const isBusy = state.run.status !== 'idle';
  const last = branch.at(-1);
  const siblings = useMemo(() => groupSiblings(state.messages), [state.messages]);
  const { earlier, showEarlier } = useLatest(branch.length);
  const { scroller, content, isAtEnd, goToEnd } = useStickToEnd(last?.id);
  const [editingId, setEditingId] = useState<string | null>(null);
  const composer = useRef<ComposerHandle>(null);
  const files = useAddedFiles(
    (block) => composer.current?.append(block),
    (text) => void state.importFile(text),
  );
  const send = (text: string) => void state.send(text);
  const actions: MessageActions = {
    onRegenerate: (id, withModel) => void state.regenerate(id, withModel),
    onContinue: (id) => void state.continue(id),
    onStartEdit: setEditingId,
    onEdit(id, text) {
      setEditingId(null);
      void state.edit(id, text);
    },
    onShowBranch: (id) => void state.showBranch(id),
    onAsk: send,
    onAction: props.onAction,
    onReadAloud: props.readAloud.toggle,
  };
  return (
    <div
      {...files.dropHandlers}
      className={joinClasses('flex min-h-0 flex-1 flex-col transition-colors', files.isOver && 'bg-accent-wash')}
    >
      <div ref={scroller} className="relative flex min-h-0 flex-1 flex-col overflow-y-auto px-4 sm:px-6">
        {branch.length === 0 ? (
          <EmptyChat isGuide={modelId === 'triptych/guide'} modelTitle={nameOfModel(modelId)} onAsk={send} />
        ) : (
          <div
            ref={content}
            role="log"
            aria-labelledby="conversation-title"
            aria-busy={isBusy}
            className="mx-auto flex w-full max-w-[44rem] flex-col gap-6 py-8"
          >
            <h1 id="conversation-title" className="sr-only">
              {props.title}
            </h1>
            {earlier > 0 && (
              <Button kind="secondary" size="small" className="self-center" onClick={showEarlier}>
                Show earlier messages
              </Button>
            )}
            {branch.slice(earlier).map((message) => (
              <MessageView
                key={message.id}
                message={message}
                siblings={siblings.get(message.id) ?? []}
                isWriting={isWriting(state.run, message)}
                isReadAloud={aloud.messageId === message.id}
                isEditing={editingId === message.id && !isBusy}
                status={
                  isWriting(state.run, message) && (
                    <RunStatus
                      run={state.run}
                      modelTitle={nameOfModel(message.model ?? modelId)}
                      download={modelsState.downloads[message.model ?? '']}
                    />
                  )
                }
                isBusy={isBusy}
                nameOfModel={nameOfModel}
                resolveLink={props.resolveLink}
                {...actions}
              />
            ))}
          </div>
        )}
      </div>
      <div className="relative mx-auto w-full max-w-[48rem] shrink-0 px-3 pb-3 sm:px-6 sm:pb-5">
        {!isAtEnd && branch.length > 0 && (
          <Button
            kind="secondary"
            size="small"
            className="absolute -top-11 left-1/2 -translate-x-1/2 rounded-full shadow-float"
            onClick={goToEnd}
          >
            <ArrowDown />
            Latest
          </Button>
        )}
        {aloud.problem && (
          <p role="alert" className="mb-2 rounded-control bg-danger-wash px-4 py-2 text-sm">
            {describeError(aloud.problem).sentence}
          </p>
        )}
        {state.problem && (
          <p role="alert" className="mb-2 flex items-center gap-3 rounded-control bg-danger-wash px-4 py-2 text-sm">
            <span className="flex-1">{describeError(state.problem).sentence}</span>
            <Button kind="quiet" size="small" onClick={state.dismissProblem}>
              Dismiss
            </Button>
          </p>
        )}
        <Refusal files={files} onAction={props.onAction} />
        <Composer
          ref={composer}
          onAddFiles={files.add}
          key={conversationId ?? 'new'}
          conversationId={conversationId}
          drafts={props.drafts}
          isBusy={isBusy}
          onSend={send}
          onStop={state.stop}
          onEditLast={() => setEditingId(branch.findLast(({ role }) => role === 'user')?.id ?? null)}
          onFocus={props.onWarmUp}
        />
        {props.cost && !isBusy && (
          <p role="status" className="mt-2 text-center text-xs text-faint">
            {props.cost}
          </p>
        )}
        <p className="mt-2 hidden items-center justify-center gap-4 text-xs text-faint sm:flex">
          <span>{describePlace(deviceInfo)}</span>
          <ContextMeter last={branch.findLast(({ role, stats }) => role === 'assistant' && stats !== undefined)} />
        </p>
      </div>
    </div>
  );
}

/** How many messages are drawn at once: more than anybody scrolls through, few enough to be drawn in a moment. */
const SHOWN_AT_ONCE = 200;

/** How many messages at the beginning of a long conversation are left out until they are asked for. */
function useLatest(count: number): { earlier: number; showEarlier(): void } {
  const [shown, setShown] = useState(SHOWN_AT_ONCE);
  return { earlier: Math.max(0, count - shown), showEarlier: () => setShown(shown + SHOWN_AT_ONCE) };
}

/** Why a file was not taken, and where it belongs. */
function Refusal({ files: { refusal, dismiss }, onAction }: { files: AddedFiles; onAction(action: string): void }) {
  if (!refusal) return null;
  const { sentence, action } = refusal;
  return (
    <div role="alert" className="mb-2 flex items-center gap-3 rounded-control bg-danger-wash px-4 py-2 text-sm">
      <span className="min-w-0 flex-1 break-words">{sentence}</span>
      {action && (
        <Button size="small" onClick={() => onAction(action.name)}>
          {action.label}
        </Button>
      )}
      <Button kind="quiet" size="small" onClick={dismiss}>
        Dismiss
      </Button>
    </div>
  );
}

/**
 * The address says which conversation is open. What the store opens by itself gets its address: an imported conversation as a new step, a
 * new one in place of the empty chat, and the empty chat in place of one that was deleted.
 */
function useAddress(store: ChatStore, conversationId: string | null, onNavigate: ChatScreenProps['onNavigate']): void {
  useEffect(() => {
    const { open, newChat } = store.getState();
    if (conversationId) void open(conversationId);
    else newChat();
    return store.subscribe(({ openId }, before) => {
      if (openId !== before.openId && openId !== conversationId)
        onNavigate(openId, { replace: openId === null || conversationId === null });
    });
  }, [store, conversationId, onNavigate]);
}

const WIDE = '(min-width: 80rem)';

/** Whether there is room for the settings beside the conversation. */
function isWriting(run: Run, { id }: StoredMessage): boolean {
  return run.status !== 'idle' && run.messageId === id;
}
