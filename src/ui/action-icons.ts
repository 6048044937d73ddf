/**
 * One verb and one icon for each action, the same on every screen. Icons are set beside their verb
 * wherever there is room, and are `aria-label`led with it elsewhere.
 *
 * | verb | meaning |
 * |---|---|
 * | Draw | makes a picture from a prompt |
 * | Stop | ends work that is running; what it has made stays |
 * | Cancel | gives up work that waits, or a dialog |
 * | Continue | goes on where something was stopped |
 * | Try again | does once more what failed |
 * | Regenerate | makes another version of something that succeeded |
 * | Download | fetches a model |
 * | Save | writes a file to the person's disk |
 * | Inpaint | redraws a masked part of a picture |
 * | Vary | draws pictures near one that is there |
 * | Upscale | makes a picture larger |
 * | Process | runs the steps of Bulk on pictures |
 * | Open in … | takes something to another screen, which says where it came from |
 * | Compare | lays one picture over another |
 * | Open | takes in a picture from the person's disk, to start from it or to keep it |
 */
export {
  AudioLines as SpeechIcon,
  Brush as DrawIcon,
  Columns2 as CompareIcon,
  Copy as CopyIcon,
  Download as DownloadIcon,
  FolderOutput as SaveIcon,
  GitFork as ForkIcon,
  ImageUp as StartPictureIcon,
  Lasso as MaskIcon,
  Layers as ProcessIcon,
  LayoutTemplate as StudioIcon,
  ListPlus as QueueIcon,
  Maximize2 as UpscaleIcon,
  MessageSquareShare as ToChatIcon,
  Pencil as EditIcon,
  Pin as PinIcon,
  RefreshCw as RegenerateIcon,
  RotateCcw as TryAgainIcon,
  Shuffle as VaryIcon,
  SlidersHorizontal as UseSettingsIcon,
  Sparkles as SurpriseIcon,
  Square as StopIcon,
  Star as FavouriteIcon,
  StepForward as ContinueIcon,
  Trash2 as DeleteIcon,
  Undo2 as UndoIcon,
  Volume2 as ReadAloudIcon,
  X as CancelIcon,
} from 'lucide-react';
